import { WebSocket } from "ws";
import type { Heartbeat } from "../http/websocket-heartbeat.ts";
import { encode } from "../runtime/utf8.ts";
import type { Store } from "../store/store.ts";
import type { AgentIds } from "./desk-keys.ts";
import { pageOf, readPage } from "./log-page.ts";

/** One reader of a conversation. Unread entries stay in the log, not in memory. */
export interface Stream {
  /** Sends new log entries. With `answerComes`, waits briefly to send the answer in the same frame. */
  wake(answerComes?: boolean): void;
  /** Sends an ephemeral activity after the current page; drops it for a slow reader. */
  pass(activity: string): void;
}

/** maximum frame size in characters */
const frameSize = 128 * 1024;
/** maximum number of ephemeral activities that wait for the log; older ones are dropped */
const mostHeld = 5;

/** milliseconds for which a person's message is delayed, so that one frame can carry it with the answer */
const answerDelayMs = 50;

const inPieces = (texts: readonly string[]): string[][] => texts.map((one) => [one]);

/**
 * Streams the log to a socket in order, each entry once, after `after`. One frame is in flight at a time. A reader with
 * more than `mostWaiting` bytes queued is disconnected, and resumes from its watermark. Calls `failed` when the log cannot
 * be read.
 */
export function startStream(
  socket: WebSocket,
  { store, agentIds }: { store: Pick<Store, "readLogTexts">; agentIds: Pick<AgentIds, "pseudonymizeJson"> },
  conversation: {
    conversationId: string;
    after: number;
    mostWaiting: number;
    failed: (error: unknown) => void;
    /** flow control of the reader; absent: off */
    heartbeat?: Heartbeat;
  },
): Stream {
  const readLogTexts: typeof store.readLogTexts = (id, range) =>
    store.readLogTexts(id, { ...range, woken: true });
  const log = { agentIds, store: { readLogTexts } };
  let position = conversation.after;
  let pumping = false;
  let isStale = false;
  let answering: NodeJS.Timeout | undefined;
  let pendingEphemeral: string[] = [];

  const sendText = (pieces: readonly string[], done?: () => void): void => {
    const text = encode(pieces);
    socket.send(text, { binary: false }, done);
    conversation.heartbeat?.sent(text.length);
  };
  const flushed = (pieces: readonly string[]): Promise<void> =>
    new Promise((resolve) => sendText(pieces, resolve));
  const send = (activities: string[]): void => {
    if (activities.length > 0 && socket.readyState === WebSocket.OPEN && socket.bufferedAmount === 0)
      sendText(pageOf(inPieces(activities), position));
  };

  const pump = async (): Promise<void> => {
    pumping = true;
    try {
      do {
        isStale = false;
        const room = (await conversation.heartbeat?.room()) ?? frameSize;
        if (socket.readyState !== WebSocket.OPEN) return;
        const page = await readPage(log, conversation.conversationId, position, Math.min(frameSize, room));
        if (socket.readyState !== WebSocket.OPEN) return;
        if (!page.empty) await flushed(page.pieces);
        position = page.watermark;
        isStale ||= page.more;
      } while (isStale);
    } catch (error) {
      conversation.failed(error);
    } finally {
      pumping = false;
      send(pendingEphemeral.splice(0));
    }
  };

  const wake = (): void => {
    clearTimeout(answering);
    answering = undefined;
    isStale = true;
    if (!pumping) void pump();
    else if (socket.bufferedAmount > conversation.mostWaiting) socket.terminate();
  };

  return {
    wake: (answerComes = false) => {
      if (!answerComes) wake();
      else answering ??= setTimeout(wake, answerDelayMs);
    },
    pass: (activity) => {
      if (pumping) pendingEphemeral = [...pendingEphemeral, activity].slice(-mostHeld);
      else send([activity]);
    },
  };
}

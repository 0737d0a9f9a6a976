import { WebSocket } from "ws";
import type { Heartbeat } from "../http/websocket-heartbeat.ts";
import { encode } from "../runtime/utf8.ts";
import type { Store } from "../store/store.ts";
import type { AgentIds } from "./desk-keys.ts";
import { pageOf, readPage } from "./log-page.ts";

/** One reader of a conversation. What it has not taken yet waits in the log, not in memory. */
export interface Stream {
  /** Sends what the log has that this reader has not seen; when an answer is about to come, together with it. */
  wake(answerComes?: boolean): void;
  /** Sends something that is in no log after what the reader is being sent, unless it does not keep up. */
  pass(activity: string): void;
}

/** characters of one frame */
const frameSize = 128 * 1024;
/** what is in no log and waits for the log to be sent: older ones are dropped */
const mostHeld = 5;

/** milliseconds that a person's own words are held back so that one frame can show them with the answer */
const patience = 50;

const inPieces = (texts: readonly string[]): string[][] => texts.map((one) => [one]);

/**
 * Feeds a socket from the log, in order, each entry once, from `after` on. One frame is under way at a time; a reader
 * that is woken with more than `mostWaiting` bytes waiting is dropped and comes back with its watermark; one that takes nothing is
 * sent nothing more. `failed` hears of a log that
 * cannot be read.
 */
export function startStream(
  socket: WebSocket,
  { store, agentIds }: { store: Pick<Store, "readLogTexts">; agentIds: Pick<AgentIds, "hideIn"> },
  conversation: {
    conversationId: string;
    after: number;
    mostWaiting: number;
    failed: (error: unknown) => void;
    /** tells how much is on its way to the reader; absent: nobody asks */
    pulse?: Heartbeat;
  },
): Stream {
  const readLogTexts: typeof store.readLogTexts = (id, range) =>
    store.readLogTexts(id, { ...range, woken: true });
  const log = { agentIds, store: { readLogTexts } };
  let position = conversation.after;
  let pumping = false;
  let again = false;
  let answering: NodeJS.Timeout | undefined;
  let held: string[] = [];

  const sendText = (pieces: readonly string[], done?: () => void): void => {
    const text = encode(pieces);
    socket.send(text, { binary: false }, done);
    conversation.pulse?.sent(text.length);
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
        again = false;
        const room = (await conversation.pulse?.room()) ?? frameSize;
        if (socket.readyState !== WebSocket.OPEN) return;
        const page = await readPage(log, conversation.conversationId, position, Math.min(frameSize, room));
        if (socket.readyState !== WebSocket.OPEN) return;
        if (!page.empty) await flushed(page.pieces);
        position = page.watermark;
        again ||= page.more;
      } while (again);
    } catch (error) {
      conversation.failed(error);
    } finally {
      pumping = false;
      send(held.splice(0));
    }
  };

  const wake = (): void => {
    clearTimeout(answering);
    answering = undefined;
    again = true;
    if (!pumping) void pump();
    else if (socket.bufferedAmount > conversation.mostWaiting) socket.terminate();
  };

  return {
    wake: (answerComes = false) => {
      if (!answerComes) wake();
      else answering ??= setTimeout(wake, patience);
    },
    pass: (activity) => {
      if (pumping) held = [...held, activity].slice(-mostHeld);
      else send([activity]);
    },
  };
}

import { WebSocket } from "ws";
import type { Store } from "../../store/port.ts";
import { pageJson, readPage } from "./page.ts";

/** One reader of a conversation. What it has not taken yet waits in the log, not in memory. */
export interface Stream {
  /** Sends what the log has that this reader has not seen. */
  wake(): void;
  /** Sends something that is in no log after what the reader is being sent, unless it does not keep up. */
  pass(activity: string): void;
}

/** characters of one frame, and bytes that may wait for a reader that does not keep up */
const frameSize = 256 * 1024;
const mostWaiting = 1024 * 1024;
/** what is in no log and waits for the log to be sent: older ones are dropped */
const mostHeld = 5;

const flushed = (socket: WebSocket, frame: string): Promise<void> =>
  new Promise((resolve) => socket.send(frame, () => resolve()));

/**
 * Feeds a socket from the log, in order, each entry once, from `after` on. One frame is under way at a time; a reader
 * that is woken with more than 1 MB waiting is dropped and comes back with its watermark. `failed` hears of a log that
 * cannot be read.
 */
export function startStream(
  socket: WebSocket,
  store: Pick<Store, "readLog">,
  talk: { conversationId: string; after: number; failed: (error: unknown) => void },
): Stream {
  let position = talk.after;
  let pumping = false;
  let again = false;
  let held: string[] = [];

  const send = (activities: string[]): void => {
    if (activities.length > 0 && socket.readyState === WebSocket.OPEN && socket.bufferedAmount === 0)
      socket.send(pageJson(activities, position));
  };

  const pump = async (): Promise<void> => {
    pumping = true;
    try {
      do {
        again = false;
        const page = await readPage(store, talk.conversationId, position, frameSize);
        if (socket.readyState !== WebSocket.OPEN) return;
        if (!page.empty) await flushed(socket, page.json);
        position = page.watermark;
        again ||= page.more;
      } while (again);
    } catch (error) {
      talk.failed(error);
    } finally {
      pumping = false;
      send(held.splice(0));
    }
  };

  return {
    wake: () => {
      again = true;
      if (!pumping) void pump();
      else if (socket.bufferedAmount > mostWaiting) socket.terminate();
    },
    pass: (activity) => {
      if (pumping) held = [...held, activity].slice(-mostHeld);
      else send([activity]);
    },
  };
}

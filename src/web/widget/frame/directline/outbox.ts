import { type Activity, deliveryKey } from "../../../shared/activity.ts";
import { type Delay, delay } from "../../../shared/retry-delay.ts";
import { listKept, recallLocal, storeLocal } from "../unread.ts";

/** Result of one attempt: accepted, refused, or to be retried. */
export type Delivered =
  | { kind: "taken"; id: string }
  | { kind: "refused" }
  | { kind: "again"; waitMs: number };

/** Queue of outgoing messages. Each is retried until accepted; the desk deduplicates. */
export interface SendQueue {
  /** Posts an activity, and returns its id. Throws when the desk refuses it. */
  post(activity: Activity): Promise<string>;
  /** Retries immediately, for example after a reconnect. */
  hurry(): void;
}

interface Waiting {
  activity: Activity;
  attempts: number;
  taken(id: string): void;
  refused(): void;
}

const mostTroubles = 6;

/** Loads messages that an earlier page did not deliver. The desk recognizes duplicates by their key. */
const leftovers = (names: string): Activity[] =>
  listKept(names)
    .map((name) => recallLocal(name) as Activity | null)
    .filter((activity) => activity !== null);

/**
 * Makes a queue that delivers one message at a time. Pending ones are stored under keys with the prefix
 * `names`.
 */
export function makeSendQueue(names: string, deliver: (activity: Activity) => Promise<Delivered>): SendQueue {
  const nameOf = (activity: Activity): string => `${names}${deliveryKey(activity)}`;
  const queue: Waiting[] = leftovers(names).map((activity) => ({
    activity,
    attempts: 0,
    taken: () => {},
    refused: () => {},
  }));
  let busy = false;
  let rest: Delay | null = null;

  const work = async (): Promise<void> => {
    busy = true;
    for (let first = queue[0]; first; first = queue[0]) {
      const delivered = await deliver(first.activity);
      if (delivered.kind === "again" && first.attempts < mostTroubles) {
        if (delivered.waitMs > 0) first.attempts += 1;
        rest = delay(delivered.waitMs || 1500);
        await rest.over;
        continue;
      }
      queue.shift();
      storeLocal(nameOf(first.activity), null);
      if (delivered.kind === "taken") first.taken(delivered.id);
      else first.refused();
    }
    busy = false;
  };
  const start = (): void => {
    if (!busy) void work();
  };

  return {
    post: (activity) =>
      new Promise((taken, refuse) => {
        storeLocal(nameOf(activity), activity);
        queue.push({ activity, attempts: 0, taken, refused: () => refuse(new Error("not taken")) });
        start();
      }),
    hurry: () => {
      rest?.cut();
      start();
    },
  };
}

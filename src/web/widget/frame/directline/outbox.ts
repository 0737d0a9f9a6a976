import { type Activity, deliveryKey } from "../../../shared/activity.ts";
import { type Delay, delay } from "../../../shared/retry-delay.ts";
import { keptNames, recallLocal, storeLocal } from "../unread.ts";

/** What became of an attempt: taken under an id, refused for good, or to be tried again after a while. */
export type Delivered =
  | { kind: "taken"; id: string }
  | { kind: "refused" }
  | { kind: "again"; waitMs: number };

/** Messages on their way to the desk. Each is sent until the desk has it, and the desk takes it once. */
export interface SendQueue {
  /** Gives the id that the desk gave it. Throws when the desk will not take it. */
  post(activity: Activity): Promise<string>;
  /** Tries at once what waits, for instance because the line is back. */
  hurry(): void;
}

interface Waiting {
  activity: Activity;
  attempts: number;
  taken(id: string): void;
  refused(): void;
}

const mostTroubles = 6;

/** Takes up what an earlier page could not get rid of; the desk knows what it has already by its key. */
const leftovers = (names: string): Activity[] =>
  keptNames(names)
    .map((name) => recallLocal(name) as Activity | null)
    .filter((activity) => activity !== null);

/** Makes an outbox that delivers one message after the other; what waits is kept under names that begin with `names`. */
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

import { makeCurrent } from "../current.ts";
import { type Activity, deliveryKey } from "../line/activity.ts";

/** The messages that the desk would not take, and how to try each again. */
export interface Refused {
  add(activity: Activity, again: () => void): void;
  clear(activity: Activity): void;
  /** How to send a message again; null when it was not refused. */
  of(activity: Activity): (() => void) | null;
  watch(tell: () => void): () => void;
  version(): number;
}

/** Makes an empty list. */
export function makeRefused(): Refused {
  const again = new Map<string, () => void>();
  const version = makeCurrent(0);
  const changed = (): void => version.set(version.get() + 1);
  return {
    add: (activity, retry) => {
      again.set(deliveryKey(activity), retry);
      changed();
    },
    clear: (activity) => void (again.delete(deliveryKey(activity)) && changed()),
    of: (activity) => again.get(deliveryKey(activity)) ?? null,
    watch: version.watch,
    version: version.get,
  };
}

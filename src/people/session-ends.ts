import { z } from "zod";
import type { Store } from "../store/port.ts";

const topic = "sessions-ended";
const Passed = z.object({ keys: z.array(z.string()) });

type Listener = (key: string) => void;

/** Tells of sessions that ended, in this process and, where the store has others, in those too. */
export class SessionEnds {
  readonly #listeners = new Set<{ call: Listener }>();

  constructor(private readonly store: Pick<Store, "pass" | "hear">) {}

  /** Calls back with the key of each session that ended, wherever it did. Returns how to stop. */
  watch(call: Listener): () => void {
    const listener = { call };
    this.#listeners.add(listener);
    const stopHearing = this.store.hear(topic, (what) => {
      const passed = Passed.safeParse(what);
      if (passed.success) for (const key of passed.data.keys) call(key);
    });
    return () => {
      this.#listeners.delete(listener);
      stopHearing();
    };
  }

  tell(keys: readonly string[]): void {
    for (const key of keys) for (const { call } of this.#listeners) call(key);
    if (keys.length > 0) this.store.pass(topic, { keys });
  }
}

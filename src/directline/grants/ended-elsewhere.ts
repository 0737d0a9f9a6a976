import { z } from "zod";
import { StateConflict } from "../../store/errors.ts";
import type { Store } from "../../store/store.ts";

const key = "desk/grants-ended";
const topic = "grants";
const everyMs = 1000;
/** capacity of the ring; a process that missed more clears its cache */
const most = 200;

const Ended = z.object({ conversation: z.string(), ended: z.array(z.string()) });
export type Ended = z.infer<typeof Ended>;
export const EndedRing = z.object({ seq: z.number().int(), last: z.array(Ended) });

/** Announces changed grants to other processes. */
export interface EndedElsewhere {
  /** Announces a change; delivery is best effort. */
  changed(conversation: string): void;
  /** Announces ended grants; resolves once they are recorded for every process. */
  ended(what: Ended): Promise<void>;
  close(): void;
}

/**
 * Announces ended grants to all processes of a store: by an ephemeral event, which may be lost, and by a ring of the
 * newest that every process polls. Calls `onEnded` with null when more ended than the ring holds.
 */
export function watchEnded(
  store: Pick<Store, "readState" | "stateTags" | "writeState" | "pass" | "hear">,
  onEnded: (what: Ended | null) => void,
): EndedElsewhere {
  let tag: string | null | undefined;
  let seq = 0;
  let polling = false;
  const poll = async (): Promise<void> => {
    const now = (await store.stateTags([key])).get(key) ?? null;
    if (now === tag) return;
    const stored = (await store.readState([key])).get(key);
    const ring = stored === undefined ? { seq: 0, last: [] } : EndedRing.parse(stored.value);
    const isFirst = tag === undefined;
    const missed = ring.seq - seq;
    tag = stored?.eTag ?? null;
    seq = ring.seq;
    if (isFirst) return;
    if (missed > ring.last.length) onEnded(null);
    else for (const what of missed > 0 ? ring.last.slice(-missed) : []) onEnded(what);
  };
  const tick = (): void => {
    if (polling) return;
    polling = true;
    poll()
      // the store is unavailable; the next poll catches up
      .catch(() => undefined)
      .finally(() => {
        polling = false;
      });
  };
  tick();
  const timer = setInterval(tick, everyMs).unref();
  const unsubscribe = store.hear(topic, (what) => {
    const passed = Ended.safeParse(what);
    if (passed.success) onEnded(passed.data);
  });
  const add = async (what: Ended): Promise<void> => {
    for (;;) {
      const stored = (await store.readState([key])).get(key);
      const ring = stored === undefined ? { seq: 0, last: [] } : EndedRing.parse(stored.value);
      const value = { seq: ring.seq + 1, last: [...ring.last, what].slice(-most) };
      try {
        await store.writeState([{ key, value, eTag: stored?.eTag ?? null }]);
        return;
      } catch (error) {
        if (!(error instanceof StateConflict)) throw error;
      }
    }
  };
  return {
    changed: (conversation) => store.pass(topic, { conversation, ended: [] }),
    ended: async (what) => {
      store.pass(topic, what);
      await add(what);
    },
    close: () => {
      clearInterval(timer);
      unsubscribe();
    },
  };
}

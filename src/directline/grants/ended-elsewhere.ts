import { z } from "zod";
import { StateConflict } from "../../store/errors.ts";
import type { Store } from "../../store/store.ts";

const key = "desk/grants-ended";
const topic = "grants";
const everyMs = 1000;
/** entries that are kept; whoever missed more than these forgets everything it knew */
const most = 200;

const Ended = z.object({ conversation: z.string(), ended: z.array(z.string()) });
export type Ended = z.infer<typeof Ended>;
export const EndedRing = z.object({ seq: z.number().int(), last: z.array(Ended) });

/** What other processes hear of changed grants. */
export interface EndedElsewhere {
  /** Tells that something changed, which others may miss. */
  changed(conversation: string): void;
  /** Tells that grants ended; resolves when every process will know. */
  ended(what: Ended): Promise<void>;
  close(): void;
}

/**
 * Tells processes on one store which grants ended: at once by a call, which may be lost, and within a second by a look
 * at a list of the newest. `heard` null: more ended than the list holds.
 */
export function watchEnded(
  store: Pick<Store, "readState" | "stateTags" | "writeState" | "pass" | "hear">,
  heard: (what: Ended | null) => void,
): EndedElsewhere {
  let tag: string | null | undefined;
  let seq = 0;
  let looking = false;
  const look = async (): Promise<void> => {
    const now = (await store.stateTags([key])).get(key) ?? null;
    if (now === tag) return;
    const kept = (await store.readState([key])).get(key);
    const ring = kept === undefined ? { seq: 0, last: [] } : EndedRing.parse(kept.value);
    const isFirst = tag === undefined;
    const missed = ring.seq - seq;
    tag = kept?.eTag ?? null;
    seq = ring.seq;
    if (isFirst) return;
    if (missed > ring.last.length) heard(null);
    else for (const what of missed > 0 ? ring.last.slice(-missed) : []) heard(what);
  };
  const round = (): void => {
    if (looking) return;
    looking = true;
    look()
      // the store is away: the next look tells what was missed
      .catch(() => undefined)
      .finally(() => {
        looking = false;
      });
  };
  round();
  const rounds = setInterval(round, everyMs).unref();
  const stopHearing = store.hear(topic, (what) => {
    const passed = Ended.safeParse(what);
    if (passed.success) heard(passed.data);
  });
  const add = async (what: Ended): Promise<void> => {
    for (;;) {
      const kept = (await store.readState([key])).get(key);
      const ring = kept === undefined ? { seq: 0, last: [] } : EndedRing.parse(kept.value);
      const value = { seq: ring.seq + 1, last: [...ring.last, what].slice(-most) };
      try {
        await store.writeState([{ key, value, eTag: kept?.eTag ?? null }]);
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
      clearInterval(rounds);
      stopHearing();
    },
  };
}

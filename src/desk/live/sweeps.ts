import { z } from "zod";
import type { Store } from "../../store/port.ts";
import { StateConflict } from "../../store/store-errors.ts";
import type { SweepAct } from "../human-desk.ts";

const docKey = "desk/sweeps";

const Act = z.object({
  id: z.string(),
  network: z.string(),
  by: z.string(),
  at: z.iso.datetime(),
  until: z.iso.datetime(),
  numbers: z.array(z.number().int().positive()),
});
type Act = z.infer<typeof Act>;
const Kept = z.object({ acts: z.array(Act) });

/** The acts that closed many tickets, as long as they can be undone. */
export interface Sweeps {
  /** Keeps an act, in place of what was kept of it before. */
  keep(act: Act): Promise<void>;
  forget(id: string): Promise<void>;
  find(id: string): Promise<Act | undefined>;
  /** Those that can be undone, the newest first. */
  list(): Promise<SweepAct[]>;
}

export const shownAct = ({ numbers, ...act }: Act): SweepAct => ({ ...act, tickets: numbers.length });

/** Keeps them in the store, for all processes. */
export function makeSweeps(store: Pick<Store, "readState" | "writeState">, now: () => Date): Sweeps {
  const read = async (): Promise<{ acts: Act[]; eTag: string | null }> => {
    const kept = (await store.readState([docKey])).get(docKey);
    if (kept === undefined) return { acts: [], eTag: null };
    const at = now().toISOString();
    return { acts: Kept.parse(kept.value).acts.filter(({ until }) => until > at), eTag: kept.eTag };
  };
  const change = async (make: (acts: Act[]) => Act[]): Promise<void> => {
    for (;;) {
      const { acts, eTag } = await read();
      try {
        return await store.writeState([{ key: docKey, value: { acts: make(acts) }, eTag }]);
      } catch (error) {
        if (!(error instanceof StateConflict)) throw error;
      }
    }
  };
  return {
    keep: (act) => change((acts) => [...acts.filter(({ id }) => id !== act.id), act]),
    forget: (gone) => change((acts) => acts.filter(({ id }) => id !== gone)),
    find: async (wanted) => (await read()).acts.find(({ id }) => id === wanted),
    list: async () => (await read()).acts.toReversed().map(shownAct),
  };
}

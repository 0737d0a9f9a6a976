import type { Store } from "../store/port.ts";
import { StateCache } from "../store/state-cache.ts";
import { StateConflict } from "../store/store-errors.ts";
import { PeopleIndex } from "./people-index.ts";
import { People } from "./person.ts";

const key = "desk/people";
const topic = "people-changed";
const nobody = new PeopleIndex({ people: [], invitations: [], links: [] });

/** Where the desk's people are kept. */
export interface Directory {
  /** Everybody as they are now, whichever process changed them; shared, not to be changed. */
  read(): Promise<PeopleIndex>;
  /** Stores what `change` makes of everybody, made again when somebody else was quicker; a refusal changes nothing. */
  change<R extends { refused: string }>(change: (people: People) => People | R): Promise<PeopleIndex | R>;
  /** Calls back with everybody once a change is stored, here at once; elsewhere where the store can call. Returns how to stop. */
  watch(listener: (people: PeopleIndex) => void): () => void;
}

type Listener = { call: (people: PeopleIndex) => void };

/** Keeps the desk's people in one state document, and in memory with an index that is made anew when it has changed. */
export function openDirectory(
  store: Pick<Store, "readState" | "stateTags" | "writeState" | "pass" | "hear">,
): Directory {
  const cache = new StateCache(store, (value) => new PeopleIndex(People.parse(value)), 1);
  const listeners = new Set<Listener>();
  const read = async (): Promise<PeopleIndex> => (await cache.look(key))?.value ?? nobody;
  return {
    read,
    change: async (change) => {
      for (;;) {
        const now = await cache.look(key);
        const changed = change(now?.value ?? nobody);
        if ("refused" in changed) return changed;
        const next = new PeopleIndex(changed);
        try {
          const { people, invitations, links } = next;
          const stored = (eTag: string): void => cache.note(key, next, eTag);
          await store.writeState([
            { key, value: { people, invitations, links }, eTag: now?.eTag ?? null, stored },
          ]);
          for (const { call } of listeners) call(next);
          store.pass(topic, {});
          return next;
        } catch (error) {
          if (!(error instanceof StateConflict)) throw error;
        }
      }
    },
    watch: (call) => {
      const listener = { call };
      listeners.add(listener);
      // whoever watches looks by themselves too: a call may be lost, and so may what it leads to
      const stopHearing = store.hear(topic, () => void read().then(call, () => undefined));
      return () => {
        listeners.delete(listener);
        stopHearing();
      };
    },
  };
}

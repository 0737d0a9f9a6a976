import type { Store } from "../store/port.ts";
import { StateCache } from "../store/state-cache.ts";
import { StateConflict } from "../store/store-errors.ts";
import { PeopleIndex } from "./people-index.ts";
import { People } from "./person.ts";

const key = "desk/people";
const nobody = new PeopleIndex({ people: [], invitations: [], links: [] });

/** Where the desk's people are kept. */
export interface Directory {
  /** Everybody as they are now, whichever process changed them; shared, not to be changed. */
  read(): Promise<PeopleIndex>;
  /** Stores what `change` makes of everybody, made again when somebody else was quicker; a refusal changes nothing. */
  change<R extends { refused: string }>(change: (people: People) => People | R): Promise<PeopleIndex | R>;
}

/** Keeps the desk's people in one state document, and in memory with an index that is made anew when it has changed. */
export function openDirectory(store: Pick<Store, "readState" | "stateTags" | "writeState">): Directory {
  const cache = new StateCache(store, (value) => new PeopleIndex(People.parse(value)), 1);
  return {
    read: async () => (await cache.look(key))?.value ?? nobody,
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
          return next;
        } catch (error) {
          if (!(error instanceof StateConflict)) throw error;
        }
      }
    },
  };
}

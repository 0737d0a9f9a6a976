import type { Store } from "../store/port.ts";
import { StateConflict } from "../store/store-errors.ts";
import { People } from "./person.ts";

const key = "desk/people";
const nobody: People = { people: [], invitations: [] };

/** Where the desk's people are kept. */
export interface Directory {
  read(): Promise<People>;
  /** Stores what `change` makes of everybody, made again when somebody else was quicker; a refusal changes nothing. */
  change<R extends { refused: string }>(change: (people: People) => People | R): Promise<People | R>;
}

/** Keeps the desk's people in one state document. */
export function openDirectory(store: Pick<Store, "readState" | "writeState">): Directory {
  const look = async (): Promise<{ people: People; eTag: string | null }> => {
    const kept = (await store.readState([key])).get(key);
    return kept === undefined
      ? { people: nobody, eTag: null }
      : { people: People.parse(kept.value), eTag: kept.eTag };
  };
  return {
    read: async () => (await look()).people,
    change: async (change) => {
      for (;;) {
        const { people, eTag } = await look();
        const next = change(people);
        if ("refused" in next) return next;
        try {
          await store.writeState([{ key, value: next, eTag }]);
          return next;
        } catch (error) {
          if (!(error instanceof StateConflict)) throw error;
        }
      }
    },
  };
}

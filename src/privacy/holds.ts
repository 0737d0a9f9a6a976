import { z } from "zod";
import { StateConflict } from "../store/errors.ts";
import type { Store } from "../store/store.ts";

const key = "desk/holds";
/** A conversation that is held. */
export const Hold = z.object({ id: z.string(), userId: z.string(), since: z.iso.datetime() });
export const HoldsDocument = z.object({ talks: z.array(Hold) });
type HoldsDocument = z.infer<typeof HoldsDocument>;

/** What must be kept for now, because of a legal dispute or an inquiry: nothing erases it. */
export interface Holds {
  /** Whether this conversation, or another of the same person, is held. */
  holds(conversation: { id: string; userId: string }): Promise<boolean>;
  /** Gives how many were not held before. */
  hold(conversations: readonly { id: string; userId: string }[]): Promise<number>;
  /** Gives how many were held. */
  release(conversations: readonly { id: string }[]): Promise<number>;
}

/** Keeps the holds in one state document. */
export function openHolds(store: Pick<Store, "readState" | "writeState">, now: () => Date): Holds {
  const look = async (): Promise<{ talks: HoldsDocument["talks"]; eTag: string | null }> => {
    const kept = (await store.readState([key])).get(key);
    return kept === undefined
      ? { talks: [], eTag: null }
      : { ...HoldsDocument.parse(kept.value), eTag: kept.eTag };
  };
  const change = async (
    next: (conversations: HoldsDocument["talks"]) => HoldsDocument["talks"],
  ): Promise<number> => {
    for (;;) {
      const { talks: conversations, eTag } = await look();
      const changed = next(conversations);
      if (changed.length === conversations.length) return 0;
      try {
        await store.writeState([{ key, value: { talks: changed }, eTag }]);
        return Math.abs(changed.length - conversations.length);
      } catch (error) {
        if (!(error instanceof StateConflict)) throw error;
      }
    }
  };
  return {
    holds: async ({ id, userId }) =>
      (await look()).talks.some((held) => held.id === id || (userId !== "" && held.userId === userId)),
    hold: (conversations) =>
      change((held) => [
        ...held,
        ...conversations
          .filter(({ id }) => !held.some((one) => one.id === id))
          .map(({ id, userId }) => ({ id, userId, since: now().toISOString() })),
      ]),
    release: (conversations) =>
      change((held) =>
        held.filter(({ id }) => !conversations.some((conversation) => conversation.id === id)),
      ),
  };
}

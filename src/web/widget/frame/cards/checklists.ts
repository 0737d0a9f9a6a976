import type { ChecklistLine } from "../../../shared/card.ts";

/** Current state of all checklist items, so that earlier cards are updated in place. */
export interface Checklists {
  /** Stores the state of the items in a message. */
  learn(messageId: string, items: readonly ChecklistLine[]): void;
  /** Returns the items of a card with their current state. */
  asOfNow(items: readonly ChecklistLine[]): ChecklistLine[];
  /** Returns whether a message was the first with these items. */
  isFirst(messageId: string, items: readonly ChecklistLine[]): boolean;
  watch(tell: () => void): () => void;
  version(): number;
}

/** Makes an empty store of checklists. */
export function makeChecklists(): Checklists {
  const states = new Map<string, ChecklistLine["state"]>();
  const firsts = new Map<string, string>();
  const watchers = new Set<() => void>();
  let version = 0;
  const listOf = (items: readonly ChecklistLine[]): string => items.map(({ id }) => id).join(" ");
  return {
    learn: (messageId, items) => {
      const list = listOf(items);
      if (!firsts.has(list)) firsts.set(list, messageId);
      for (const { id, state } of items) states.set(id, state);
      version += 1;
      for (const tell of watchers) tell();
    },
    asOfNow: (items) => items.map((item) => ({ ...item, state: states.get(item.id) ?? item.state })),
    isFirst: (messageId, items) => (firsts.get(listOf(items)) ?? messageId) === messageId,
    watch: (tell) => {
      watchers.add(tell);
      return () => void watchers.delete(tell);
    },
    version: () => version,
  };
}

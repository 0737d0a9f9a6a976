import type { ChecklistLine } from "../../../shared/card.ts";

/** What is known of all checklist lines by now, so that an earlier card is ticked in place. */
export interface Checklists {
  /** Takes what a message says about its lines. */
  learn(messageId: string, items: readonly ChecklistLine[]): void;
  /** The lines of a card as they stand now. */
  asOfNow(items: readonly ChecklistLine[]): ChecklistLine[];
  /** Tells whether the message was the first to show these lines. */
  isFirst(messageId: string, items: readonly ChecklistLine[]): boolean;
  watch(tell: () => void): () => void;
  version(): number;
}

/** Makes an empty set of checklists. */
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

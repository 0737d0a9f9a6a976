import { seeded } from "../train/random.ts";

/** Splits a list in two the same way each time: one in `parts` is kept apart. */
export function apart<T>(list: readonly T[], parts: number): { seen: T[]; unseen: T[] } {
  const random = seeded(11);
  const drawn = list.map((one) => ({ one, isApart: random() < 1 / parts }));
  return {
    seen: drawn.filter(({ isApart }) => !isApart).map(({ one }) => one),
    unseen: drawn.filter(({ isApart }) => isApart).map(({ one }) => one),
  };
}

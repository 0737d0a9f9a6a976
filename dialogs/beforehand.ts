import type { TopicGuess } from "../src/understand/meaning.ts";
import type { Slots } from "../src/understand/slots.ts";
import type { Case } from "./state.ts";

/** What the first words of a matter tell besides what it is: it need not be asked again, and what else was raised is come back to. */
export function beforehand(slots: Slots, guess: TopicGuess): Partial<Case> {
  const { closed, accountType, pending, email, suspended } = slots;
  const later = guess.several ? guess.alternatives.map(({ topic }) => topic) : [];
  return {
    beforehand: { closed, accountType, pending: pending?.said ?? null, email },
    ...(later.length > 0 ? { later } : {}),
    ...(suspended ? { suspended } : {}),
  };
}

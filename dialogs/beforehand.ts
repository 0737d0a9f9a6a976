import type { TopicGuess } from "../src/understand/meaning.ts";
import type { Slots } from "../src/understand/slots.ts";
import type { Case } from "./state.ts";

/** What the first words of a matter tell besides what it is: it need not be asked again, and what else was raised is come back to. */
export function beforehand(slots: Slots, guess: TopicGuess, locale: string): Partial<Case> {
  const { closed, accountType, pending, suspended } = slots;
  const amount = pending && new Intl.NumberFormat(locale).format(pending.amount);
  const later = guess.several ? guess.alternatives.map(({ topic }) => topic) : [];
  return {
    beforehand: { closed, accountType, pending: pending && `${amount} ${pending.currency}` },
    ...(later.length > 0 ? { later } : {}),
    ...(suspended ? { suspended } : {}),
  };
}

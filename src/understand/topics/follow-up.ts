import type { Words } from "../words.ts";
import { familyOf } from "./families.ts";

/** Talks that people stay within: a short "and the reviews?" is likelier to ask about the talk it stands in. */
const threads: readonly (readonly string[])[] = [
  ["steps", "steps_contracts", "steps_navigate", "steps_confirm", "consequences", "decide", "future_plans"],
  ["alternatives", "alt_visibility", "alt_pause", "alt_strategy"],
  ["restore", "restore_deleted", "restore_suspended", "contact_support"],
];
/** How much likelier the thread is for a text that begins as if it went on, and for one of few words. */
const GOES_ON = 10;
const FEW = 2;
const FEW_WORDS = 3;

type FollowUpWords = Pick<Words, "followUps" | "pointings" | "ellipses">;

/** The topic of a text that names none and goes on about the last one: "how?", "where do I click". */
export function followUpTopic(bare: string, lastTopic: string, words: FollowUpWords): string | undefined {
  if (words.pointings.has(bare)) return familyOf(lastTopic)[0] === "steps" ? "steps_navigate" : lastTopic;
  return words.followUps.has(bare) ? lastTopic : undefined;
}

/** Probabilities of topics when a text leans on what was said last; unchanged when it stands alone. */
export function lean(
  probabilities: ReadonlyMap<string, number>,
  folded: string,
  lastTopic: string | null,
  words: FollowUpWords,
): ReadonlyMap<string, number> {
  const goesOn = words.ellipses.some((start) => folded.startsWith(`${start} `));
  const factor = goesOn ? GOES_ON : folded.split(" ").length <= FEW_WORDS ? FEW : 1;
  const thread = threads.find((topics) => lastTopic !== null && topics.includes(lastTopic));
  if (factor === 1 || thread === undefined) return probabilities;
  const weighed = [...probabilities].map(
    ([topic, p]) => [topic, thread.includes(topic) ? p * factor : p] as const,
  );
  const total = weighed.reduce((sum, [, p]) => sum + p, 0) || 1;
  return new Map(weighed.map(([topic, p]) => [topic, p / total]));
}

import { fold } from "../fold.ts";
import type { Words } from "../words.ts";
import { familyOf } from "./families.ts";

/** What protects a person comes first; topics that are not here come after, in the order in which they were said. */
const protectiveOrder = [
  "restore_suspended",
  "reason_suspension",
  "steps_contracts",
  "restore_deleted",
  "restore",
  "consequences",
  "alternatives",
  "alt_pause",
  "alt_visibility",
];
/** What is done last, whatever was said first. */
const lastly = ["steps_navigate", "steps_confirm", "steps"];
/** A topic that says all that the others say together. */
const covers: Readonly<Record<string, readonly string[]>> = { reason_suspension: ["restore_suspended"] };

/** Each part costs as much as a text. */
const MOST_PARTS = 3;

/** The parts of a text in which somebody raises more than one matter; none when it raises one. */
export function matters(text: string, words: Pick<Words, "additions" | "joints">): string[] {
  const folded = ` ${fold(text)} `;
  const adds =
    words.additions.some((word) => folded.includes(` ${word} `)) || (text.match(/\?/g)?.length ?? 0) > 1;
  if (!adds) return [];
  const joints = [...words.joints].sort((a, b) => b.length - a.length).join("|");
  const parts = text.toLowerCase().split(new RegExp(`[.,;!?\\n]+|\\b(?:${joints})\\b`, "u"));
  return parts
    .map((part) => part.trim())
    .filter((part) => fold(part) !== "")
    .slice(0, MOST_PARTS);
}

/** Topics of one text in the order in which the desk takes them up; of a family only the first stays. */
export function inProtectiveOrder(topics: readonly string[]): string[] {
  const apart = topics.filter(
    (topic, index) => !topics.slice(0, index).some((before) => familyOf(before).includes(topic)),
  );
  const uncovered = apart.filter((topic) => !apart.some((other) => covers[other]?.includes(topic)));
  return uncovered.sort((a, b) => rank(a) - rank(b));
}

function rank(topic: string): number {
  if (lastly.includes(topic)) return protectiveOrder.length + 1 + lastly.indexOf(topic);
  const place = protectiveOrder.indexOf(topic);
  return place === -1 ? protectiveOrder.length : place;
}

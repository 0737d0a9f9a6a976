import type { TopicGuess } from "../interpretation.ts";
import type { Lexicon } from "../lexicon.ts";
import { normalize } from "../normalize.ts";
import type { TopicClassifier } from "./classifier.ts";
import { decide, familyOf, isConfident, OUT_OF_SCOPE_TOPICS } from "./decision.ts";

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
/** What a topic is about when somebody wants to leave besides. */
const whenLeaving: Readonly<Record<string, string>> = { restore_suspended: "reason_suspension" };
/** A topic that says all that the others say together. */
const covers: Readonly<Record<string, readonly string[]>> = { reason_suspension: ["restore_suspended"] };

/** Each part costs as much as a text. */
const MOST_PARTS = 3;

/** The parts of a text in which somebody raises more than one matter; none when it raises one. */
function matters(text: string, words: Pick<Lexicon, "additions" | "joints">): string[] {
  const folded = ` ${normalize(text)} `;
  const adds =
    words.additions.some((word) => folded.includes(` ${word} `)) || (text.match(/\?/g)?.length ?? 0) > 1;
  if (!adds) return [];
  const joints = [...words.joints].sort((a, b) => b.length - a.length).join("|");
  const parts = text.toLowerCase().split(new RegExp(`[.,;!?\\n]+|\\b(?:${joints})\\b`, "u"));
  return parts
    .map((part) => part.trim())
    .filter((part) => normalize(part) !== "")
    .slice(0, MOST_PARTS);
}

/** Topics of one text in the order in which the desk takes them up; of a family only the first stays. */
function inProtectiveOrder(topics: readonly string[]): string[] {
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

/** How sure the parts of a text must be to count as matters of their own. */
const SURE_OF_A_PART = 0.65;
const MOST_TOPICS = 3;
/** A text this long may say much beside what is wanted: a sentence that is clearer than the whole is heard. */
const RAMBLE = 150;
const SURE_OF_A_RAMBLE = 0.95;
/** and a part of it must be this sure to count as a matter: "I have been there since 2016" is none. */
const SURE_OF_A_RAMBLES_PART = 0.8;

interface GuessParts {
  words: Lexicon;
  topics: TopicClassifier;
}

/** The guess for a text that raises several matters: what protects the person first, the others as alternatives. */
export function splitIntents(
  text: string,
  whole: TopicGuess,
  { words, topics }: GuessParts,
): TopicGuess | undefined {
  const least = text.length < RAMBLE ? SURE_OF_A_PART : SURE_OF_A_RAMBLES_PART;
  const parts = matters(text, words).map((part) => decide(topics.ofPart(part), topics.calibration));
  const sure = parts.filter(
    ({ topic, score, alternatives }) => topic !== null && score >= least && alternatives.length === 0,
  );
  const said = [
    ...sure,
    ...(sure.length > 0 && whole.topic !== null && whole.alternatives.length === 0 ? [whole] : []),
  ];
  const isLeaving = said.some(({ topic }) => lastly.includes(topic ?? ""));
  const meant = (topic: string): string => (isLeaving ? (whenLeaving[topic] ?? topic) : topic);
  const scores = new Map(said.map(({ topic, score }) => [meant(topic ?? ""), score]));
  const open = [...scores.keys()].filter(
    (topic) => isForGuide(topic, words) && !whole.negated.includes(topic),
  );
  const [first, ...others] = inProtectiveOrder(open).slice(0, MOST_TOPICS);
  if (first === undefined || others.length === 0) return undefined;
  const scored = (topic: string) => ({ topic, score: scores.get(topic) ?? 0 });
  return { ...scored(first), alternatives: others.map(scored), negated: whole.negated, several: true };
}

/** For a text that is unclear as a whole, or long: the topic that the clear ones among its first and last sentences agree on. */
export function clearSentence(
  text: string,
  whole: TopicGuess,
  { words, topics }: GuessParts,
): TopicGuess | undefined {
  const sentences = text.split(/[.!?\n]+/u).filter((sentence) => normalize(sentence) !== "");
  const isClear = isConfident(whole) && (text.length < RAMBLE || whole.score >= SURE_OF_A_RAMBLE);
  if (isClear || sentences.length < 2) return undefined;
  const least = isConfident(whole) ? whole.score : 0;
  const [first = "", last = ""] = [sentences[0], sentences.at(-1)];
  const clear = [first, last]
    .map((sentence) => decide(topics.ofPart(sentence), topics.calibration))
    .filter(
      ({ topic, score, alternatives }) =>
        topic !== null &&
        score > least &&
        isForGuide(topic, words) &&
        alternatives.length === 0 &&
        !whole.negated.includes(topic),
    );
  const agreed = new Set(clear.map(({ topic }) => topic)).size === 1 ? clear[0] : undefined;
  return agreed && { ...agreed, negated: whole.negated };
}

/** Whether a topic is one that the guide answers: no command, and not refused. */
export function isForGuide(topic: string, words: Lexicon): boolean {
  return (
    !OUT_OF_SCOPE_TOPICS.includes(topic) && ![...words.commands.values()].some((command) => command === topic)
  );
}

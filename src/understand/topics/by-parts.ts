import { fold } from "../fold.ts";
import type { TopicGuess } from "../meaning.ts";
import type { Words } from "../words.ts";
import { decide, NONE_TOPICS } from "./decide.ts";
import type { TopicRecogniser } from "./recogniser.ts";
import { inProtectiveOrder, matters } from "./several.ts";
import { isSure } from "./sure.ts";

/** How sure the parts of a text must be to count as matters of their own. */
const SURE_OF_A_PART = 0.65;
const MOST_TOPICS = 3;
/** A text this long may say much beside what is wanted: a sentence that is clearer than the whole is heard. */
const RAMBLE = 150;
const SURE_OF_A_RAMBLE = 0.95;

interface GuessParts {
  words: Words;
  topics: TopicRecogniser;
}

/** The guess for a text that raises several matters: what protects the person first, the others as alternatives. */
export function severalTopics(
  text: string,
  whole: TopicGuess,
  { words, topics }: GuessParts,
): TopicGuess | undefined {
  const parts = matters(text, words).map((part) => decide(topics.ofPart(part), topics.calibration));
  const sure = parts.filter(
    ({ topic, score, alternatives }) =>
      topic !== null && score >= SURE_OF_A_PART && alternatives.length === 0,
  );
  const said = [
    ...sure,
    ...(sure.length > 0 && whole.topic !== null && whole.alternatives.length === 0 ? [whole] : []),
  ];
  const scores = new Map(said.map(({ topic, score }) => [topic ?? "", score]));
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
  const sentences = text.split(/[.!?\n]+/u).filter((sentence) => fold(sentence) !== "");
  const isClear = isSure(whole) && (text.length < RAMBLE || whole.score >= SURE_OF_A_RAMBLE);
  if (isClear || sentences.length < 2) return undefined;
  const least = isSure(whole) ? whole.score : 0;
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
export function isForGuide(topic: string, words: Words): boolean {
  return !NONE_TOPICS.includes(topic) && ![...words.commands.values()].some((command) => command === topic);
}

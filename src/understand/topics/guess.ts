import { plain } from "../answers/plain.ts";
import { fold } from "../fold.ts";
import type { TopicGuess } from "../meaning.ts";
import type { Words } from "../words.ts";
import { decide, NONE_TOPICS } from "./decide.ts";
import { followUpTopic, lean } from "./follow-up.ts";
import { findNegation } from "./negation.ts";
import type { TopicRecogniser } from "./recogniser.ts";
import { inProtectiveOrder, matters } from "./several.ts";

/** What was denied weighs this much less; the rest is not simply scaled up, since "not that" says little about what else. */
const DENIED_SHARE = 0.7;
/** How sure the parts of a text must be to count as matters of their own. */
const SURE_OF_A_PART = 0.75;
const MOST_TOPICS = 3;

const nothing: TopicGuess = { topic: null, score: 0, alternatives: [], negated: [] };

/** What a text is about: exact commands, then follow-ups to the last topic, then what was learnt from examples. */
export function guessTopic(
  text: string,
  lastTopic: string | null,
  { words, topics }: { words: Words; topics: TopicRecogniser },
): TopicGuess {
  const folded = fold(text);
  if (folded === "") return nothing;
  const command = commandIn(folded, words);
  if (command !== undefined) return { ...nothing, topic: command, score: 1 };
  const followed =
    lastTopic === null ? undefined : followUpTopic(plain(folded, words.courtesies), lastTopic, words);
  if (followed !== undefined) return { ...nothing, topic: followed, score: 1 };

  const spelled = topics.spelled(text);
  const corrected = commandIn(spelled, words);
  if (corrected !== undefined) return { ...nothing, topic: corrected, score: 0.95 };
  const negation = findNegation(spelled, words);
  const probabilities = lean(withoutDenied(text, negation, topics), folded, lastTopic, words);
  const guess = { ...decide(probabilities, topics.calibration), negated: negation.topics };
  return severalTopics(text, guess, { words, topics }) ?? guess;
}

function commandIn(folded: string, { commands, courtesies }: Words) {
  return commands.get(folded) ?? commands.get(plain(folded, courtesies));
}

/** Probabilities without the denied topics, helped by what is left of the text when the denial is taken out. */
function withoutDenied(
  text: string,
  { topics: denied, rest }: { topics: readonly string[]; rest: string },
  topics: TopicRecogniser,
) {
  const whole = topics.probabilities(text);
  if (denied.length === 0) return whole;
  const left = rest.split(" ").length > 1 ? topics.probabilities(rest) : whole;
  const mass = denied.reduce((sum, topic) => sum + ((whole.get(topic) ?? 0) + (left.get(topic) ?? 0)) / 2, 0);
  return new Map(
    [...whole].map(([topic, p]) => {
      const both = (p + (left.get(topic) ?? 0)) / 2;
      return [topic, denied.includes(topic) ? 0 : both / (1 - DENIED_SHARE * mass)];
    }),
  );
}

/** The guess for a text that raises several matters: what protects the person first, the others as alternatives. */
function severalTopics(
  text: string,
  whole: TopicGuess,
  { words, topics }: { words: Words; topics: TopicRecogniser },
): TopicGuess | undefined {
  const guide = (topic: string) =>
    !NONE_TOPICS.includes(topic) && ![...words.commands.values()].some((command) => command === topic);
  const parts = matters(text, words).map((part) => decide(topics.probabilities(part), topics.calibration));
  const sure = parts.filter(
    ({ topic, score, alternatives }) =>
      topic !== null && score >= SURE_OF_A_PART && alternatives.length === 0,
  );
  const said = [
    ...sure,
    ...(sure.length > 0 && whole.topic !== null && whole.alternatives.length === 0 ? [whole] : []),
  ];
  const scores = new Map(said.map(({ topic, score }) => [topic ?? "", score]));
  const open = [...scores.keys()].filter((topic) => guide(topic) && !whole.negated.includes(topic));
  const [first, ...others] = inProtectiveOrder(open).slice(0, MOST_TOPICS);
  if (first === undefined || others.length === 0) return undefined;
  const scored = (topic: string) => ({ topic, score: scores.get(topic) ?? 0 });
  return { ...scored(first), alternatives: others.map(scored), negated: whole.negated, several: true };
}

import { plain } from "../answers/plain.ts";
import { fold } from "../fold.ts";
import type { TopicGuess } from "../meaning.ts";
import type { Words } from "../words.ts";
import { clearSentence, isForGuide, severalTopics } from "./by-parts.ts";
import { decide } from "./decide.ts";
import { followUpTopic, lean } from "./follow-up.ts";
import { nearCommand } from "./near-command.ts";
import { findNegation } from "./negation.ts";
import type { TopicRecogniser } from "./recogniser.ts";
import { saysNothing } from "./says-nothing.ts";

/** What was denied weighs this much less; the rest is not simply scaled up, since "not that" says little about what else. */
const DENIED_SHARE = 0.7;

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
  const corrected = nearCommand(folded, words, topics.isWord) ?? commandIn(spelled, words);
  if (corrected !== undefined) return { ...nothing, topic: corrected, score: 0.95 };
  const negation = findNegation(spelled, words);
  const probabilities = lean(withoutDenied(text, negation, topics), folded, lastTopic, words);
  const guess = { ...decide(probabilities, topics.calibration), negated: negation.topics };
  if (isForGuide(guess.topic ?? "", words) && saysNothing(spelled, words, topics.isWord))
    return { ...nothing, negated: negation.topics };
  return (
    severalTopics(text, guess, { words, topics }) ?? clearSentence(text, guess, { words, topics }) ?? guess
  );
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
  const left = rest.split(" ").length > 1 ? topics.ofPart(rest) : whole;
  const mass = denied.reduce((sum, topic) => sum + ((whole.get(topic) ?? 0) + (left.get(topic) ?? 0)) / 2, 0);
  return new Map(
    [...whole].map(([topic, p]) => {
      const both = (p + (left.get(topic) ?? 0)) / 2;
      return [topic, denied.includes(topic) ? 0 : both / (1 - DENIED_SHARE * mass)];
    }),
  );
}

import { isAngry } from "./anger.ts";
import { asked } from "./answers/asked.ts";
import { exactChoice } from "./answers/choice.ts";
import { plain } from "./answers/plain.ts";
import { asks } from "./asks.ts";
import { fold } from "./fold.ts";
import type { Command, Meaning, OpenQuestion, TopicGuess } from "./meaning.ts";
import type { Recognizers } from "./recognizers/kinds.ts";
import { NONE_TOPICS } from "./topics/decide.ts";
import { guessTopic } from "./topics/guess.ts";
import type { TopicRecogniser } from "./topics/recogniser.ts";
import { isSure } from "./topics/sure.ts";
import type { Words } from "./words.ts";

/** No recogniser sees more of a text than this. */
export const LONGEST_UNDERSTOOD = 250;

/** What understanding needs of a language. */
export interface Parts {
  words: Words;
  topics: TopicRecogniser;
  recognizers: Recognizers;
}

/** Where a text was said. */
export interface Context {
  question: OpenQuestion | null;
  /** the topic that was talked about last, for "how?" and "and then?" */
  lastTopic: string | null;
  now: Date;
}

const noGuess: TopicGuess = { topic: null, score: 0, alternatives: [], negated: [] };

/**
 * What a text means where it was said: exact words of the open question, then exact commands, then a value that the
 * question takes, then the topic. Costs microseconds when the text is a button.
 */
export async function understand(text: string, context: Context, parts: Parts): Promise<Meaning> {
  const { question } = context;
  const { words } = parts;
  const short = text.slice(0, LONGEST_UNDERSTOOD);
  const folded = fold(short);
  const bare = plain(folded, words.courtesies);

  const clicked = question && (exactChoice(folded, question.choices) ?? exactChoice(bare, question.choices));
  if (clicked) return { kind: "choice", choice: clicked.id, anger: false, guess: noGuess };

  const anger = isAngry(text, folded, words);
  const command = words.commands.get(folded) ?? words.commands.get(bare);
  if (command) return { kind: "command", command, anger, guess: noGuess };

  const guess = guessTopic(short, context.lastTopic, parts);
  const answer =
    question && (await asked({ text: short, folded, bare, guess }, question, context.now, parts));
  if (answer) return { ...answer, anger, guess };
  const aside = asks(text, folded, words) && isSure(guess) && !NONE_TOPICS.includes(guess.topic);
  if (question?.takes === "text" && !aside) return { kind: "text", text, anger, guess };
  return { ...aboutTopic(guess, words), anger, guess };
}

function aboutTopic(guess: TopicGuess, words: Words) {
  if (guess.topic === null) return { kind: "unsure" } as const;
  if (!isSure(guess)) {
    const topics = [guess.topic, ...guess.alternatives.map(({ topic }) => topic)];
    return { kind: "which", topics: topics.slice(0, 3) } as const;
  }
  if (isCommand(guess.topic, words)) return { kind: "command", command: guess.topic } as const;
  return { kind: "topic", topic: guess.topic } as const;
}

function isCommand(topic: string, words: Words): topic is Command {
  return [...words.commands.values()].some((command) => command === topic);
}

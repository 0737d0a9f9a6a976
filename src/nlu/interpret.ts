import { readAnswer } from "./answers/answer.ts";
import { exactChoice } from "./answers/choice.ts";
import type { MatchOptions } from "./answers/option-match.ts";
import { nearCommand, onlyDenies, spokenCommand } from "./answers/yes-no.ts";
import type { FindDistress } from "./distress/distress.ts";
import { addressesIn } from "./email/addresses.ts";
import type { Command, Interpretation, OpenQuestion, TopicGuess } from "./interpretation.ts";
import type { Lexicon } from "./lexicon.ts";
import { normalize, plain, truncateForNlu } from "./normalize.ts";
import type { Recognizers } from "./recognizers/recognizers.ts";
import { isAngry, isQuestion } from "./slots.ts";
import type { TopicClassifier } from "./topics/classifier.ts";
import { isConfident, OUT_OF_SCOPE_TOPICS } from "./topics/decision.ts";
import { guessTopic, saysNothing } from "./topics/topic-guess.ts";

/** What understanding needs of a language. */
export interface Parts {
  words: Lexicon;
  topics: TopicClassifier;
  /** which option of the open question a text names */
  options: MatchOptions;
  recognizers: Recognizers;
  distress: FindDistress;
}

/** Where a text was said. */
export interface Context {
  question: OpenQuestion | null;
  /** the topic that was talked about last, for "how?" and "and then?" */
  lastTopic: string | null;
  now: Date;
}

const NO_ADDRESS = { kind: "none" } as const;
const noGuess: TopicGuess = { topic: null, score: 0, alternatives: [], negated: [] };

/**
 * What a text means where it was said: an address where one is asked for, exact words of the open question, then exact
 * commands, then a value that the question takes, then the topic. Costs microseconds when the text is a button.
 */
export async function interpret(text: string, context: Context, parts: Parts): Promise<Interpretation> {
  const { question } = context;
  const { words, topics } = parts;
  const short = truncateForNlu(text);
  const folded = normalize(short);
  const bare = plain(folded, words.courtesies);

  const heardAddress = question?.takes === "email" ? addressesIn(text, words) : NO_ADDRESS;
  if (heardAddress.kind !== "none")
    return { kind: "email", heard: heardAddress, anger: isAngry(text, folded, words), guess: noGuess };

  const clicked = question && (exactChoice(folded, question.choices) ?? exactChoice(bare, question.choices));
  if (clicked) return { kind: "choice", choice: clicked.id, anger: false, guess: noGuess };

  const anger = isAngry(text, folded, words);
  const command = words.commands.get(folded) ?? words.commands.get(bare);
  if (command) return { kind: "command", command, anger, guess: noGuess };

  const guess = withoutRest(guessTopic(short, context.lastTopic, parts), () => topics.spelled(short), words);
  const heard =
    anger && guess.score < SURE_STATEMENT && !PROTECTS.includes(guess.topic ?? "") ? noGuess : guess;
  const answer =
    question && (await readAnswer({ text: short, folded, bare, guess: heard }, question, context.now, parts));
  if (answer) return { ...answer, anger, guess };
  const aside =
    isQuestion(text, folded, words) && isConfident(guess) && !OUT_OF_SCOPE_TOPICS.includes(guess.topic);
  if (question?.takes === "text" && !aside) return { kind: "text", text, anger, guess };
  const unclear = guess.topic === "oos" && saysNothing(folded, words, topics.isWord);
  if (unclear) return { kind: "unsure", anger, guess };
  const about = aboutTopic(text.includes("@") ? "" : folded, guess, short, parts);
  const stated = question !== null && !takesTopics(question) && !isQuestion(text, folded, words);
  const beside = about.kind === "which" || (about.kind === "topic" && guess.score < SURE_STATEMENT);
  if (stated && beside && !PROTECTS.includes(guess.topic ?? "")) return { kind: "unsure", anger, guess };
  return { ...about, anger, guess };
}

/** the topic of closing the account */
const CLOSING = "steps";

/** A text that only says that the account is not to be closed has no topic: what is left of it means nothing. */
function withoutRest(guess: TopicGuess, spelled: () => string, words: Lexicon): TopicGuess {
  if (!guess.negated.includes(CLOSING) || !onlyDenies(spelled(), words)) return guess;
  return { topic: null, score: guess.score, alternatives: [], negated: guess.negated };
}

/** A statement while something is asked is a topic of its own only when it is this sure; an angry one picks an answer only then. */
const SURE_STATEMENT = 0.9;
/** heard in any case: a suspended account is never led towards closing */
const PROTECTS: readonly string[] = ["reason_suspension", "restore_suspended"];

const takesTopics = ({ choices }: OpenQuestion): boolean =>
  choices.some(({ topics }) => topics !== undefined && topics.length > 0);

function aboutTopic(folded: string, guess: TopicGuess, short: string, { words, topics }: Parts) {
  if (guess.topic === null) return { kind: "unsure" } as const;
  if (!isConfident(guess)) return between(guess, words);
  if (!isCommand(guess.topic, words)) return { kind: "topic", topic: guess.topic } as const;
  const command =
    spokenCommand(folded, guess, words) ??
    nearCommand(folded, words, topics.isWord) ??
    words.commands.get(plain(topics.spelled(short), words.courtesies));
  if (command) return { kind: "command", command } as const;
  return guess.topic === "erase"
    ? ({ kind: "which", topics: ERASE_WHAT } as const)
    : ({ kind: "unsure" } as const);
}

/** "Delete this" may mean the chat or the account: people are asked. */
const ERASE_WHAT: readonly string[] = ["erase", "steps"];

/** Commands that may stand among "which of these?": the others would undo or end something. */
const OFFERED: readonly string[] = ["human", "copy", "erase"];

function between(guess: TopicGuess, words: Lexicon) {
  const topics = [guess.topic ?? "", ...guess.alternatives.map(({ topic }) => topic)].slice(0, 3);
  const offered = topics.filter((topic) => OFFERED.includes(topic) || !isCommand(topic, words));
  if (offered.length > 1) return { kind: "which", topics: offered } as const;
  const [only] = offered;
  return only !== undefined && only === guess.topic && !isCommand(only, words)
    ? ({ kind: "topic", topic: only } as const)
    : ({ kind: "unsure" } as const);
}

function isCommand(topic: string, words: Lexicon): topic is Command {
  return [...words.commands.values()].some((command) => command === topic);
}

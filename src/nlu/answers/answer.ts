import type { Choice, DateAnswer, OpenQuestion, TopicGuess } from "../interpretation.ts";
import { isNotice, reportedNotice } from "../letter/notice.ts";
import type { Lexicon } from "../lexicon.ts";
import type { Recognizers } from "../recognizers/recognizers.ts";
import { isQuestion } from "../slots.ts";
import { isConfident, OUT_OF_SCOPE_TOPICS } from "../topics/decision.ts";
import { namedChoice, nearChoice, position } from "./choice.ts";
import { whenSaid } from "./date.ts";
import { exactYesNo, foundYesNo, leadingYesNo } from "./yes-no.ts";

/** Longer texts say more than yes, no or "the second one". */
const SHORT_ANSWER_WORDS = 5;

/** A text in the forms in which it is looked at. */
export interface SpokenAnswer {
  text: string;
  folded: string;
  /** folded, without courtesies at its ends */
  bare: string;
  guess: TopicGuess;
  /** all that was said, where `text` is a part of it */
  whole?: string;
}

type Answer =
  | { kind: "choice"; choice: string }
  | { kind: "moment"; moment: DateAnswer }
  | { kind: "text"; text: string };

/** The answer to the open question that a text holds, if it holds one. */
export async function readAnswer(
  said: SpokenAnswer,
  question: OpenQuestion,
  now: Date,
  parts: { words: Lexicon; recognizers: Recognizers },
): Promise<Answer | undefined> {
  const whole = said.whole ?? said.text;
  if (question.notice === "answers" && tellsNotice(whole, parts.words)) return { kind: "text", text: whole };
  const value = await askedValue(said, question, now, parts);
  if (value) return value;
  const choice = await askedChoice(said, question, now, parts);
  return choice === undefined ? undefined : { kind: "choice", choice };
}

/** Whether a text is a notice of Upwork's, or says what one says. */
export const tellsNotice = (text: string, { letters }: Lexicon): boolean =>
  isNotice(text, letters) || reportedNotice(text, letters) !== null;

async function askedValue(
  { text }: SpokenAnswer,
  { takes }: OpenQuestion,
  now: Date,
  { words, recognizers }: { words: Lexicon; recognizers: Recognizers },
): Promise<Answer | undefined> {
  if (takes !== "moment") return undefined;
  const moment = await whenSaid(text, now, { words, recognizers });
  return moment && { kind: "moment", moment };
}

async function askedChoice(
  { text, folded, bare, guess }: SpokenAnswer,
  { choices, isGate }: OpenQuestion,
  now: Date,
  { words, recognizers }: { words: Lexicon; recognizers: Recognizers },
): Promise<string | undefined> {
  const meaning = (means: "yes" | "no" | "unsure") => choices.find((choice) => choice.means === means)?.id;
  const asksElse = ({ topics }: Choice) => isQuestion(text, folded, words) && ofElse(guess, topics ?? []);
  const exact = exactYesNo(folded, words) ?? exactYesNo(bare, words);
  const exactly = exact && meaning(exact);
  if (exactly) return exactly;

  const named = namedChoice(folded, choices, words) ?? nearChoice(folded, choices);
  if (named && !asksElse(named)) return named.id;

  const first = leadingYesNo(folded, words);
  const led = first && !(first === "yes" && isGate) && meaning(first);
  if (led) return led;

  const byTopic = choices.filter((choice) => isConfident(guess) && choice.topics?.includes(guess.topic));
  if (byTopic.length === 1) return byTopic[0]?.id;

  if (folded.split(" ").length > SHORT_ANSWER_WORDS || text.includes("?") || choices.length < 2)
    return undefined;
  const ordinals = await recognizers.recognize("ordinal", folded, now);
  const numbers = await recognizers.recognize("number", folded, now);
  const place = position(folded, { ordinals, numbers }, choices.length, words.pointers);
  if (place !== undefined) return choices[place]?.id;

  if (isConfident(guess) || isGate) return undefined;
  const loosely = foundYesNo(await recognizers.recognize("yes-no", folded, now));
  return loosely && meaning(loosely);
}

/** Whether a text is surely about something of the guide that is none of these. */
const ofElse = (guess: TopicGuess, topics: readonly string[]): boolean =>
  isConfident(guess) && !OUT_OF_SCOPE_TOPICS.includes(guess.topic) && !topics.includes(guess.topic);

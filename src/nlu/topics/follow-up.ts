import type { FoundAct } from "../acts/spoken-act.ts";
import { onlyDenies } from "../answers/yes-no.ts";
import type { TopicGuess, Where } from "../interpretation.ts";
import type { Lexicon } from "../lexicon.ts";
import { normalize } from "../normalize.ts";
import { CLICKS, CLOSING, isCommand, type Parts, SURE_STATEMENT } from "../said.ts";
import { isQuestion } from "../slots.ts";
import { isConfident, OUT_OF_SCOPE_TOPICS } from "./decision.ts";
import { guessTopic, inThread, isAway } from "./topic-guess.ts";

/** A question of so few words that names no matter asks about the last one. */
const FEW_WORDS = 4;

/** One with a word that stands for the last matter may have so many. */
const SOME_WORDS = 8;

/**
 * The last topic, where a question points to it: "where's the button for that" after anything but closing, and a few words
 * that name no matter of their own: "who decides that". Null where it does not.
 */
export function pointedAt(
  guess: TopicGuess,
  folded: string,
  spoken: readonly FoundAct[],
  { lastTopic }: Where,
  words: Lexicon,
): TopicGuess | null {
  if (lastTopic === null || OUT_OF_SCOPE_TOPICS.includes(lastTopic)) return null;
  const last = { topic: lastTopic, score: 1, alternatives: [], negated: [] };
  const said = folded.split(" ");
  const others = spoken.filter((act) => !(act.act === "wish" && act.id === "clicks"));
  if (others.length > 0) return null;
  const points = said.some((word) => words.pronouns.has(word));
  if (guess.topic === CLICKS && !inThread(lastTopic, CLICKS) && points) return last;
  const namesNothing =
    guess.topic === null ||
    !isConfident(guess) ||
    isWeakRefusal(guess) ||
    (points && isCommand(guess.topic, words));
  return said.length <= (points ? SOME_WORDS : FEW_WORDS) && namesNothing ? last : null;
}

const isWeakRefusal = ({ topic, score }: TopicGuess): boolean => topic === "oos" && score < SURE_STATEMENT;

/** Whether a text begins as if it went on. */
export const goesOn = (folded: string, bare: string, { ellipses }: Lexicon): boolean =>
  ellipses.some((start) => bare.startsWith(`${start} `) || folded.startsWith(`${start} `));

/** What a text is about: what it says of money points to what is known of it, and a follow-up is read with the last topic. */
export function guessOf(short: string, leans: boolean, where: Where, parts: Parts): TopicGuess {
  const { words, topics } = parts;
  const { money } = where;
  if (money !== null && pointsTo(short, money.said, words))
    return { topic: money.topic, score: 1, alternatives: [], negated: [] };
  const alone = guessTopic(short, where.lastTopic, parts);
  const guess =
    leans && !(isConfident(alone) && isCommand(alone.topic, words))
      ? leaned(alone, (title) => guessTopic(`${title}. ${short}`, null, parts), where)
      : alone;
  const rest = withoutRest(guess, () => topics.spelled(short), words);
  const doubts = guess.negated.includes(CLOSING) && short.includes("?");
  return doubts && (rest.topic === null || ofReason(where) !== null)
    ? { topic: ofReason(where) ?? WHETHER, score: 1, alternatives: [], negated: guess.negated }
    : rest;
}

/**
 * Of a follow-up read alone and with what was told last, the reading that stays with the matter; one that leads from the
 * alternatives to deleting is none that the guide surely answers.
 */
function leaned(
  alone: TopicGuess,
  readWith: (title: string) => TopicGuess,
  { lastTopic, lastTitles }: Where,
): TopicGuess {
  let outside: TopicGuess | undefined;
  for (const title of lastTitles) {
    const guess = readWith(title);
    if (!isConfident(guess) || OUT_OF_SCOPE_TOPICS.includes(guess.topic)) continue;
    if (inThread(guess.topic, lastTopic)) return guess;
    outside ??= guess;
  }
  const leaves = alone.topic !== null && isAway(alone.topic, lastTopic);
  if (leaves && lastTopic !== null)
    return {
      topic: "not_in_guide",
      score: Math.min(alone.score, UNSURE),
      alternatives: [],
      nearest: lastTopic,
      negated: alone.negated,
    };
  return outside ?? alone;
}

/** A follow-up that leads away may as well be about what was told last. */
const UNSURE = 0.5;

/** the topic of whether to close the account at all */
const WHETHER = "decide";

/** The reason that was told last, or else the one that the person named before. */
const ofReason = ({ lastTopic, reason }: Where): string | null =>
  lastTopic?.startsWith("reason_") ? lastTopic : (reason ?? null);

/** Whether a question names the sum that the person told of. */
function pointsTo(text: string, said: string, words: Lexicon): boolean {
  const digits = said.replace(/\D/g, "");
  const named = digits !== "" && text.replace(/(\d)[.,](?=\d{3})/g, "$1").includes(digits);
  return named && isQuestion(text, normalize(text), words);
}

/** A text that only says that the account is not to be closed has no topic: what is left of it means nothing. */
function withoutRest(guess: TopicGuess, spelled: () => string, words: Lexicon): TopicGuess {
  if (!guess.negated.includes(CLOSING) || !onlyDenies(spelled(), words)) return guess;
  return { topic: null, score: guess.score, alternatives: [], negated: guess.negated };
}

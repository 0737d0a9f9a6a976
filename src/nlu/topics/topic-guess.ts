import { farCommand, nearCommand } from "../answers/yes-no.ts";
import type { TopicGuess } from "../interpretation.ts";
import type { Lexicon } from "../lexicon.ts";
import { normalize, plain } from "../normalize.ts";
import type { TopicClassifier } from "./classifier.ts";
import { decide, familyOf } from "./decision.ts";
import { findNegation } from "./negation.ts";
import { clearSentence, isForGuide, splitIntents } from "./split-intents.ts";

/** Whether a folded text names no matter: it holds only words that point or fill, an account type, and what is no word. */
export function saysNothing(
  folded: string,
  { empty, accountTypes }: Pick<Lexicon, "empty" | "accountTypes">,
  isWord: (word: string) => boolean,
): boolean {
  const longestFirst = Object.values(accountTypes)
    .flat()
    .sort((a, b) => b.length - a.length);
  const type = longestFirst.find((phrase) => ` ${folded} `.includes(` ${phrase} `));
  const rest = type === undefined ? folded : ` ${folded} `.replace(` ${type} `, " ").trim();
  return rest.split(" ").every((word) => word === "" || empty.has(word) || !isWord(word));
}

/** Talks that people stay within: a short "and the reviews?" is likelier to ask about the conversation it stands in. */
const threads: readonly (readonly string[])[] = [
  ["steps", "steps_contracts", "steps_navigate", "steps_confirm", "consequences", "decide", "future_plans"],
  ["alternatives", "alt_visibility", "alt_pause", "alt_strategy"],
  ["restore", "restore_deleted", "restore_suspended", "contact_support"],
];
const ALTERNATIVES = 1;

const threadOf = (topic: string | null): number =>
  threads.findIndex((topics) => topic !== null && topics.includes(topic));

/** Whether two topics belong to one conversation that people stay within. */
export const inThread = (topic: string | null, other: string | null): boolean =>
  topic === other || (threadOf(topic) !== -1 && threadOf(topic) === threadOf(other));

/** Whether a topic leads from the alternatives to deleting to something else that is talked about. */
export const isAway = (topic: string, from: string | null): boolean =>
  threadOf(from) === ALTERNATIVES && threadOf(topic) !== -1 && threadOf(topic) !== ALTERNATIVES;

/** How much likelier the thread is for a text that begins as if it went on, and for one of few words. */
const GOES_ON = 10;
const FEW = 2;
const FEW_WORDS = 3;

type FollowUpWords = Pick<Lexicon, "followUps" | "pointings" | "ellipses">;

/** The topic of a text that names none and goes on about the last one: "how?", "where do I click". */
function followUpTopic(bare: string, lastTopic: string, words: FollowUpWords): string | undefined {
  if (words.pointings.has(bare)) return familyOf(lastTopic)[0] === "steps" ? "steps_navigate" : lastTopic;
  return words.followUps.has(bare) ? lastTopic : undefined;
}

/** Probabilities of topics when a text leans on what was said last; unchanged when it stands alone. */
function lean(
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

/** What was denied weighs this much less; the rest is not simply scaled up, since "not that" says little about what else. */
const DENIED_SHARE = 0.7;

const nothing: TopicGuess = { topic: null, score: 0, alternatives: [], negated: [] };

/** What a text is about besides courtesies: exact commands, then follow-ups to the last topic, then what was learnt from examples. */
export function guessTopic(
  said: string,
  lastTopic: string | null,
  { words, topics }: { words: Lexicon; topics: TopicClassifier },
): TopicGuess {
  const whole = normalize(said);
  if (whole === "") return nothing;
  const need = words.needIn(said);
  const text = need || said;
  const folded = normalize(text);
  const command = commandIn(whole, words) ?? commandIn(folded, words);
  if (command !== undefined) return { ...nothing, topic: command, score: 1 };
  const followed =
    lastTopic === null ? undefined : followUpTopic(plain(folded, words.courtesies), lastTopic, words);
  if (followed !== undefined) return { ...nothing, topic: followed, score: 1 };

  const spelled = topics.spelled(text);
  const corrected =
    nearCommand(folded, words, topics.isWord) ??
    commandIn(spelled, words) ??
    (spelled === folded ? farCommand(folded, words, topics.isWord) : undefined);
  if (corrected !== undefined) return { ...nothing, topic: corrected, score: 0.95 };
  const negation = findNegation(spelled, words);
  const probabilities = lean(withoutDenied(text, negation, topics), folded, lastTopic, words);
  if (need === "" || (spelled !== folded && words.needIn(spelled) === "")) return pleasantry(probabilities);
  const guess = { ...decide(probabilities, topics.calibration), negated: negation.topics };
  if (isForGuide(guess.topic ?? "", words) && saysNothing(spelled, words, topics.isWord))
    return { ...nothing, negated: negation.topics };
  return (
    splitIntents(text, guess, { words, topics }) ?? clearSentence(text, guess, { words, topics }) ?? guess
  );
}

/** Topics that a text of courtesies alone may have. */
const PLEASANTRIES: readonly string[] = ["greeting", "thanks", "bye", "help"];
/** So likely one of them must be. */
const LEAST_LIKELY = 0.05;

/** What a text of courtesies alone is: a greeting, thanks, a parting or a call for help. */
function pleasantry(probabilities: ReadonlyMap<string, number>): TopicGuess {
  const likely = PLEASANTRIES.map((topic) => ({ topic, score: probabilities.get(topic) ?? 0 }));
  const together = likely.reduce((sum, { score }) => sum + score, 0);
  const [first] = likely.sort((a, b) => b.score - a.score);
  return first === undefined || together < LEAST_LIKELY
    ? nothing
    : { ...nothing, topic: first.topic, score: first.score / together };
}

function commandIn(folded: string, { commands, courtesies }: Lexicon) {
  return commands.get(folded) ?? commands.get(plain(folded, courtesies));
}

/** Probabilities without the denied topics, helped by what is left of the text when the denial is taken out. */
function withoutDenied(
  text: string,
  { topics: denied, rest }: { topics: readonly string[]; rest: string },
  topics: TopicClassifier,
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

import type { Command, TopicGuess } from "../interpretation.ts";
import type { Lexicon } from "../lexicon.ts";
import type { Found } from "../recognizers/recognizers.ts";
import { findNegation } from "../topics/negation.ts";
import { distance } from "../topics/spelling.ts";

/** What undoes or ends something must be said in words that the exact table has; these may be understood from a sentence. */
const HARMLESS: readonly Command[] = ["human", "copy", "erase", "restart", "help"];
const SENTENCE_WORDS = 4;
const SURE_SENTENCE = 0.9;

/** The command of a text that the topic model takes for one, where the text bears it out; a word like "next" ends nothing. */
export function spokenCommand(
  folded: string,
  { topic, score }: TopicGuess,
  words: Lexicon,
): Command | undefined {
  const phrases = [...words.commands].filter(([, command]) => command === topic);
  const command = phrases[0]?.[1];
  if (command === undefined) return undefined;
  const length = folded.split(" ").length;
  const said = phrases.some(([phrase]) => phrase.length > 3 && ` ${folded} `.includes(` ${phrase} `));
  if (
    said &&
    length > 1 &&
    (score >= SURE_SENTENCE || length <= SENTENCE_WORDS - 1 || HARMLESS.includes(command))
  )
    return command;
  const harmless = HARMLESS.includes(command);
  return harmless && length >= SENTENCE_WORDS && score >= SURE_SENTENCE ? command : undefined;
}

/** Shorter words are near to too many others, unless only two of their letters changed places. */
const SHORTEST = 4;
/** Shorter words are not looked for behind two slips. */
const SHORTEST_OF_TWO = 5;
const LONGEST = 12;

/** The command that a text is one slip away from, when it is no words of its own and only one command comes as near. */
export const nearCommand = (
  folded: string,
  { commands }: Pick<Lexicon, "commands">,
  isWord: (word: string) => boolean,
): Command | undefined =>
  onlyCommand(
    folded,
    [...commands].filter(
      ([phrase]) =>
        (phrase.length >= SHORTEST || sameLetters(phrase, folded)) && distance(folded, phrase, 1) === 1,
    ),
    isWord,
  );

/** The same for two slips, which no speller could put right. */
export const farCommand = (
  folded: string,
  { commands }: Pick<Lexicon, "commands">,
  isWord: (word: string) => boolean,
): Command | undefined =>
  onlyCommand(
    folded,
    [...commands].filter(
      ([phrase]) =>
        Math.min(phrase.length, folded.length) >= SHORTEST_OF_TWO && distance(folded, phrase, 2) === 2,
    ),
    isWord,
  );

function onlyCommand(
  folded: string,
  near: readonly (readonly [string, Command])[],
  isWord: (word: string) => boolean,
): Command | undefined {
  if (folded.length > LONGEST || folded.split(" ").every(isWord)) return undefined;
  const [first, ...others] = new Set(near.map(([, command]) => command));
  return others.length === 0 ? first : undefined;
}

const sameLetters = (a: string, b: string): boolean => [...a].sort().join("") === [...b].sort().join("");

/** What a folded text says to a yes/no question when it says nothing else. */
export function exactYesNo(folded: string, words: Lexicon): "yes" | "no" | "unsure" | undefined {
  if (words.unsure.has(folded)) return "unsure";
  if (words.no.has(folded)) return "no";
  if (words.yes.has(folded)) return "yes";
  return undefined;
}

const FEW_WORDS = 3;

/** Yes or no as the first of few words: "nope none", "no carry on". */
export function leadingYesNo(folded: string, words: Lexicon): "yes" | "no" | undefined {
  const [first = "", ...rest] = folded.split(" ");
  if (rest.length === 0 || rest.length >= FEW_WORDS) return undefined;
  if (words.no.has(first)) return "no";
  return words.yes.has(first) ? "yes" : undefined;
}

/** Yes or no as the suite found it, when it found one of them only. */
export function foundYesNo(found: readonly Found[]): "yes" | "no" | undefined {
  const values = new Set(found.map(({ resolution }) => resolution?.value));
  if (values.size !== 1) return undefined;
  return values.has(true) ? "yes" : "no";
}

type DenyingWords = Parameters<typeof findNegation>[1] & Pick<Lexicon, "courtesies" | "no">;

/** Whether a folded text says what is not wanted and nothing besides: "i dont want to delete my account". */
export function onlyDenies(folded: string, words: DenyingWords): boolean {
  const { topics, rest } = findNegation(folded, words);
  const { negationFillers, courtesies, no } = words;
  return (
    topics.length > 0 &&
    rest
      .split(" ")
      .every((word) => word === "" || [negationFillers, courtesies, no].some((set) => set.has(word)))
  );
}

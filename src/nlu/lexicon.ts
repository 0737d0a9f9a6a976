import path from "node:path";
import { z } from "zod";
import { readJsonFile } from "../runtime/json-file.ts";
import { DateWords } from "./answers/date-words.ts";
import { loadCourtesies, type PartCourtesies } from "./courtesies.ts";
import type { Command } from "./interpretation.ts";
import { LetterWords } from "./letter/letter-words.ts";
import { normalize } from "./normalize.ts";

const commandIds = [
  "human",
  "cancel",
  "back",
  "restart",
  "help",
  "more",
  "greeting",
  "copy",
  "erase",
  "thanks",
  "bye",
] as const satisfies readonly Command[];

const Phrase = z.string().trim().min(1).transform(normalize);
const Phrases = z.array(Phrase).transform((phrases) => new Set(phrases));

/** How people spell e-mail addresses, and say which are not to be used. */
const EmailLexicon = z.strictObject({
  at: Phrases,
  dot: Phrases,
  /** before an address: it is not the one, or it is */
  denies: Phrases,
  affirms: Phrases,
  /** so is one that is to be used, unless one of the two words before forbids it */
  uses: Phrases,
  forbids: Phrases,
  /** after an address, once the fillers are over */
  isWrong: Phrases,
  fillers: Phrases,
  /** between two addresses, of which the second is denied like the first */
  goesOn: Phrases,
  /** "change a@… to b@…" */
  changes: Phrases,
  becomes: Phrases,
});
export type EmailLexicon = z.infer<typeof EmailLexicon>;

/** The closed classes of words of a language: what the exact tables and the small recognisers look for. */
const WordsFile = z.strictObject({
  /** as the recognizers suite names it: en-us */
  culture: z.string(),
  /** words that say nothing at either end of an answer or a command */
  courtesies: Phrases,
  /** words that name no matter wherever they stand: they point at something, or fill */
  empty: Phrases,
  yes: Phrases,
  no: Phrases,
  unsure: Phrases,
  /** words that may stand around a position: "i take the second one" */
  pointers: Phrases,
  /** in the past, nobody knows when */
  vagueMoments: Phrases,
  /** words before a date is looked for, and what takes their place, in this order */
  momentRewrites: z.array(z.tuple([Phrase, Phrase])),
  /** units so coarse or so plain that "two of them ago" is no exact day */
  spans: Phrases,
  angerWords: Phrases,
  angerPhrases: z.array(Phrase),
  /** how a question begins, and what begins like one and is none */
  questionWords: z.array(Phrase),
  notQuestions: z.array(Phrase),
  /** words by which somebody adds a second matter */
  additions: z.array(Phrase),
  /** words at which a text of several matters is cut */
  joints: z.array(Phrase),
  /** short texts that go on about what was said last, and those that ask where to click for it */
  followUps: Phrases,
  pointings: Phrases,
  /** words that stand for what was said last */
  pronouns: Phrases,
  /** how a text begins that leans on what was said last */
  ellipses: z.array(Phrase),
  /** "not" in its forms, phrases in which it denies nothing, and words that may stand between it and what it denies */
  negations: z.array(Phrase),
  /** the end of a sentence that says that what it names is not it, the longest first */
  denialsAfter: z.array(Phrase),
  notNegations: z.array(Phrase),
  negationFillers: Phrases,
  /** words that can be denied, the longest phrases first, and the topics that are meant */
  negatable: z.array(z.strictObject({ words: z.array(Phrase), topics: z.array(z.string()) })),
  /** words without which a text holds no moment */
  momentCues: Phrases,
  /** account type -> how people say that theirs is one */
  accountTypes: z.record(z.string(), z.array(Phrase)),
  /** words by which a phrase speaks of the person, so that it tells something in a question too: "our company" */
  ofOneself: z.array(Phrase),
  /** whether Upwork has told the person why */
  noticeYes: z.array(Phrase),
  noticeNo: z.array(Phrase),
  /** words by which a yes gets a condition */
  conditions: z.array(Phrase),
  /** words between a yes or no and the other one that takes its place in the same breath */
  selfCorrections: z.array(Phrase),
  /** words by which somebody takes an answer back */
  corrections: z.array(Phrase),
  /** that no money is left, that no contract runs, that one still does, that the decision is made */
  moneyNone: z.array(Phrase),
  contractsNone: z.array(Phrase),
  contractsOpen: z.array(Phrase),
  resolved: z.array(Phrase),
  /** checklist item -> how people say that it is settled */
  settled: z.record(z.string(), z.array(Phrase)),
  addresses: EmailLexicon,
});
const CommandsFile = z.record(z.enum(commandIds), z.array(Phrase));

export type Lexicon = z.infer<typeof WordsFile> & {
  /** folded words -> the command they give */
  commands: ReadonlyMap<string, Command>;
  dates: DateWords;
  letters: LetterWords;
  /** gives what a text says besides courtesies */
  needIn: PartCourtesies;
};

/** Reads words.json, commands.json, dates.json, letter.json and the courtesies of one language. A broken file is an error that names it. */
export async function loadLexicon(folder: string): Promise<Lexicon> {
  const words = await readJsonFile(WordsFile, path.join(folder, "words.json"));
  const byCommand = await readJsonFile(CommandsFile, path.join(folder, "commands.json"));
  const commands = new Map(commandIds.flatMap((id) => byCommand[id].map((phrase) => [phrase, id] as const)));
  const dates = await readJsonFile(DateWords, path.join(folder, "dates.json"));
  const letters = await readJsonFile(LetterWords, path.join(folder, "letter.json"));
  const needIn = await loadCourtesies(path.join(folder, "courtesies"));
  return { ...words, commands, dates, letters, needIn };
}

import { fleschKincaid } from "flesch-kincaid";
import { syllable } from "syllable";
import type { Entry } from "./entries.ts";
import { countWords, sentencesIn } from "./text.ts";
import type { Wording } from "./wording.ts";

/** Something that a reader would stumble at. `at` names the file and key, or the place of a conversation. */
export interface Finding {
  rule: string;
  at: string;
  words: string;
  /** words, buttons or the grade that were counted */
  count?: number;
  most?: number;
  instead?: string;
}

const atOf = ({ file, key }: Entry): string => `${file} ${key}`;

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const asWords = (phrase: string): RegExp =>
  new RegExp(`(?<![\\p{L}'’])${escaped(phrase)}(?![\\p{L}'’])`, "iu");

function longSentences(entry: Entry, { limits }: Wording): Finding[] {
  return sentencesIn(entry.text)
    .map((words) => ({ words, count: countWords(words) }))
    .filter(({ count }) => count > limits.sentence)
    .map((found) => ({ rule: "sentence", at: atOf(entry), most: limits.sentence, ...found }));
}

/** Finds the phrases of a list in an entry, each with what to say instead. */
const phrasesIn = (rule: string, list: Record<string, string>, entry: Entry): Finding[] =>
  sentencesIn(entry.text).flatMap((words) =>
    Object.entries(list)
      .filter(([phrase]) => asWords(phrase).test(words))
      .map(([phrase, instead]) => ({ rule, at: atOf(entry), words, instead: `${phrase} -> ${instead}` })),
  );

/** What no person would shorten: a full form at the end of a clause, as in "I know where it is." */
const contractionsIn = (entry: Entry, { contractions }: Wording): Finding[] =>
  phrasesIn("contraction", contractions, entry).filter(({ words, instead }) => {
    const full = instead?.split(" -> ")[0] ?? "";
    const isLast = new RegExp(`${escaped(full)}\\s*($|[.,!?:;”"])`, "iu").test(words);
    return !isLast || /not$/i.test(full);
  });

function longTitles(entry: Entry, { limits }: Wording): Finding[] {
  const count = countWords(entry.text);
  if (entry.kind !== "button" || count <= limits.buttonWords) return [];
  return [{ rule: "button", at: atOf(entry), words: entry.text, count, most: limits.buttonWords }];
}

const placeholdersIn = ({ text }: Entry): string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");

/** Finds placeholders of phrases that nobody explains, and explanations of none. */
function placeholders(entries: readonly Entry[], { placeholders: known }: Wording): Finding[] {
  const phrases = entries.filter(({ file }) => file.startsWith("phrases/"));
  const used = new Set(phrases.flatMap(placeholdersIn));
  return [
    ...phrases.flatMap((entry) =>
      placeholdersIn(entry)
        .filter((name) => known[name] === undefined)
        .map((name) => ({ rule: "placeholder", at: atOf(entry), words: `{${name}} is not explained` })),
    ),
    ...Object.keys(known)
      .filter((name) => !used.has(name))
      .map((name) => ({ rule: "placeholder", at: "placeholders.json", words: `{${name}} is nowhere` })),
  ];
}

/** Returns the reading grade (Flesch-Kincaid) of sentences. */
export function gradeOf(sentences: readonly string[]): number {
  const words = sentences.flatMap((one) => one.match(/[\p{L}][\p{L}'’-]*/gu) ?? []);
  const syllables = words.reduce((sum, word) => sum + Math.max(1, syllable(word)), 0);
  return fleschKincaid({ sentence: sentences.length, word: words.length, syllable: syllables });
}

/** Finds groups that read like a higher grade of school: a file each, its whole sentences. */
function grades(entries: readonly Entry[], { limits }: Wording): Finding[] {
  return [...new Set(entries.map(({ file }) => file))].flatMap((file) => {
    const sentences = entries
      .filter((entry) => entry.file === file)
      .flatMap(({ text }) => sentencesIn(text.replace(/\{\w+\}/g, "this")))
      .filter((sentence) => /[.?!]["”)]?$/.test(sentence));
    if (countWords(sentences.join(" ")) < limits.group) return [];
    const most = limits.agents.includes(file) ? limits.grade.agents : limits.grade.people;
    const grade = Math.round(gradeOf(sentences) * 10) / 10;
    return grade <= most ? [] : [{ rule: "grade", at: file, words: "its sentences", count: grade, most }];
  });
}

/** Applies every rule to the texts of the data. */
export const findingsIn = (entries: readonly Entry[], wording: Wording): Finding[] => [
  ...entries.flatMap((entry) => [
    ...longSentences(entry, wording),
    ...phrasesIn("banned", wording.banned, entry),
    ...contractionsIn(entry, wording),
    ...longTitles(entry, wording),
  ]),
  ...placeholders(entries, wording),
  ...grades(entries, wording),
];

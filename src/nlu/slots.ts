import { whenSaid } from "./answers/date.ts";
import { addressesIn } from "./email/addresses.ts";
import type { Amount } from "./facts/amounts.ts";
import type { Clause } from "./facts/clauses.ts";
import type { FactWords } from "./facts/fact-words.ts";
import type { ReadFacts, ToldFacts } from "./facts/told-facts.ts";
import type { DateAnswer, TopicGuess } from "./interpretation.ts";
import type { Lexicon } from "./lexicon.ts";
import { normalize, truncateForNlu } from "./normalize.ts";
import type { Recognizers } from "./recognizers/recognizers.ts";

/** Whether a folded text begins as a question does: "do I", not "do not". */
export function beginsAsking(
  folded: string,
  { questionWords, notQuestions }: Pick<Lexicon, "questionWords" | "notQuestions">,
): boolean {
  const begins = (word: string): boolean => folded === word || folded.startsWith(`${word} `);
  return questionWords.some(begins) && !notQuestions.some(begins);
}

/** Whether a text, or a sentence of it, is put as a question. */
export function isQuestion(text: string, folded: string, words: Lexicon): boolean {
  const isAsked = (sentence: string): boolean => beginsAsking(normalize(sentence), words);
  return (
    text.trimEnd().endsWith("?") ||
    beginsAsking(folded, words) ||
    text.split(SENTENCE_END).slice(1).some(isAsked)
  );
}

const SENTENCE_END = /[.!?;:\n\u2026]+/u;

/** Whether a text swears, scolds the bot, or shouts: at least five words in capitals, or three with "!!". */
export function isAngry(text: string, folded: string, words: Lexicon): boolean {
  const spoken = folded.split(" ");
  if (spoken.some((word) => words.angerWords.has(word))) return true;
  if (words.angerPhrases.some((phrase) => ` ${folded} `.includes(` ${phrase} `))) return true;
  return isShouted(text) && (spoken.length >= 5 || (spoken.length >= 3 && /[!?]{2}/.test(text)));
}

function isShouted(text: string): boolean {
  const letters = text.match(/\p{L}/gu) ?? [];
  const capitals = letters.filter((letter) => letter !== letter.toLowerCase());
  return letters.length >= 10 && capitals.length / letters.length > 0.8;
}

/** What a free text tells besides its topic, so that it need not be asked. Null: not said. */
export interface Slots {
  /** when the account was closed */
  closed: DateAnswer | null;
  /** money that is still to come, as said */
  pending: Amount | null;
  /** an id of `accountTypes` in words.json */
  accountType: string | null;
  /** the topic that says why somebody wants to leave */
  reason: string | null;
  /** whether Upwork has said why it stopped the account */
  notice: "yes" | "no" | null;
  /** an e-mail address that is to be used, to be asked back before it is; null where they name several */
  email: string | null;
  /** they say that Upwork has stopped them, whatever else they say */
  suspended: boolean;
  /** `"none"`: no money is left or to come */
  money: "none" | null;
  /** whether contracts still run */
  contracts: "open" | "none" | null;
  /** ids of checklist items that they say are settled */
  settled: readonly string[];
  /** they say that their decision to delete is made */
  resolved: boolean;
}

const MONEY_WINDOW = 60;
const otherReasons = ["alt_pause", "alt_strategy", "alt_visibility"];

interface Parts {
  words: Lexicon;
  recognizers: Recognizers;
  facts: ReadFacts;
}

/** Reads the slots out of a text. Recognisers run only where words hint at something for them. */
export async function slotsOf(text: string, guess: TopicGuess, now: Date, parts: Parts): Promise<Slots> {
  const short = truncateForNlu(text);
  const folded = normalize(short);
  const { words } = parts;
  const told = parts.facts(short, words.questionWords);
  const says = (phrases: Iterable<string>) =>
    [...phrases].some((phrase) => ` ${folded} `.includes(` ${phrase} `));
  /** said of the person, not asked unless of oneself, and with no negation before it */
  const states = (phrases: Iterable<string>) => [...phrases].some((phrase) => isStated(told, phrase, words));
  return {
    closed: await closedIn(told, now, parts),
    pending: await pendingIn(told, now, parts),
    accountType: onlyKey(Object.entries(words.accountTypes).filter(([, phrases]) => states(phrases))),
    reason: reasonIn(guess),
    notice: says(words.noticeNo) ? "no" : says(words.noticeYes) ? "yes" : null,
    email: addressIn(text, words),
    money: states(words.moneyNone) ? "none" : null,
    contracts: states(words.contractsOpen) ? "open" : states(words.contractsNone) ? "none" : null,
    settled: Object.entries(words.settled).flatMap(([item, phrases]) => (states(phrases) ? [item] : [])),
    resolved: states(words.resolved),
    suspended: told.telling("suspended").length > 0,
  };
}

/** When the account was closed: a moment beside the closing, in its clause or in one that says nothing else. */
async function closedIn(told: ToldFacts, now: Date, parts: Parts): Promise<DateAnswer | null> {
  const { clauses } = told;
  for (const clause of told.telling("closed")) {
    const at = clauses.indexOf(clause);
    const beside = [clauses[at + 1], clauses[at - 1]].filter((one) => one !== undefined && !one.asking);
    const own = await whenSaid(clause.text, now, parts);
    if (own !== undefined) return own;
    for (const one of beside) {
      const moment = one && (await whenSaid(one.text, now, parts));
      if (one && moment && isMomentOnly(one.folded, moment, told.words, parts.words)) return moment;
    }
  }
  return null;
}

/** Whether a clause says nothing but a moment: "that was about two years ago". */
function isMomentOnly(
  folded: string,
  { said }: DateAnswer,
  { aroundMoments }: FactWords,
  { empty, spans, courtesies }: Lexicon,
): boolean {
  const named = new Set(normalize(said).split(" "));
  const idle = [named, aroundMoments, empty, spans, courtesies];
  return folded.split(" ").every((word) => /\p{N}/u.test(word) || idle.some((words) => words.has(word)));
}

/** Money that is still to come: an amount in or beside a clause that says so. */
async function pendingIn(told: ToldFacts, now: Date, parts: Parts): Promise<Slots["pending"]> {
  const { clauses } = told;
  const telling = told.telling("pending");
  const isTold = (clause: Clause): boolean =>
    telling.includes(clause) ||
    telling.some(
      (one) =>
        one.sentence === clause.sentence || Math.abs(clauses.indexOf(one) - clauses.indexOf(clause)) === 1,
    );
  for (const clause of clauses) {
    if (!told.isOwn(clause, clause.folded.length + FRAME)) continue;
    const [bare] = told.bareAmounts(clause);
    const [amount] = isTold(clause) ? told.amounts(clause) : [];
    const found =
      amount ?? bare ?? (isTold(clause) ? await wordedMoney(clause.text, now, told, parts) : null);
    if (found) return { said: found.said, amount: found.amount, currency: found.currency };
  }
  return null;
}

/** what stands round the words of a clause */
const FRAME = 4;

/** An amount in words: "two hundred dollars". */
async function wordedMoney(
  text: string,
  now: Date,
  { words }: ToldFacts,
  { recognizers }: Parts,
): Promise<Slots["pending"]> {
  const lower = ` ${text.toLowerCase()} `;
  const [sign] = Object.values(words.currencies)
    .flat()
    .map((one) => lower.indexOf(` ${one} `))
    .filter((at) => at !== -1);
  if (sign === undefined) return null;
  const [found] = await recognizers.recognize("money", windowRound(lower, sign).trim(), now);
  const amount = Number(found?.resolution?.value);
  const currency = found?.resolution?.unit;
  return found && Number.isFinite(amount) && typeof currency === "string"
    ? { said: found.text, amount, currency }
    : null;
}

/** Whether a phrase speaks of the person: "how do we close our company account" tells whose it is. */
const isOfOneself = (phrase: string, { ofOneself }: Lexicon): boolean =>
  ofOneself.some((word) => phrase.startsWith(`${word} `));

/** Words before a phrase in which a negation denies it. */
const REACH = 3;

/** Whether a clause has a phrase of the person that no negation before it denies. */
function isStated(told: ToldFacts, phrase: string, words: Lexicon): boolean {
  return told.clauses.some((clause) => {
    const padded = ` ${clause.folded} `;
    const at = padded.indexOf(` ${phrase} `);
    if (at === -1 || (clause.asking && !isOfOneself(phrase, words))) return false;
    return told.isReal(clause, at, at + phrase.length) && !isDenied(padded.slice(0, at), words);
  });
}

function isDenied(before: string, { negations, notNegations }: Lexicon): boolean {
  const near = ` ${before.trim().split(" ").slice(-REACH).join(" ")} `;
  const harmless = notNegations.some((words) => near.includes(` ${words} `));
  return !harmless && negations.some((negation) => near.includes(` ${negation} `));
}

function addressIn(text: string, words: Lexicon): string | null {
  const heard = text.includes("@") ? addressesIn(text, words) : null;
  if (heard?.kind === "whole") return heard.address;
  return heard?.kind === "unsure" && heard.addresses.length === 1 ? (heard.addresses[0] ?? null) : null;
}

/** The words within 30 characters of a place: the money recogniser sees no more of a text. */
function windowRound(padded: string, place: number): string {
  const start = padded.lastIndexOf(" ", Math.max(0, place - MONEY_WINDOW / 2));
  return padded.slice(Math.max(0, start), place + MONEY_WINDOW / 2);
}

/** An account type, when exactly one is named. */
function onlyKey(entries: readonly [string, unknown][]): string | null {
  return entries.length === 1 ? (entries[0]?.[0] ?? null) : null;
}

function reasonIn(guess: TopicGuess): string | null {
  const topics = [guess.topic, ...(guess.several ? guess.alternatives.map(({ topic }) => topic) : [])];
  const isReason = (topic: string | null) =>
    topic !== null && (topic.startsWith("reason_") || otherReasons.includes(topic));
  return guess.several || guess.alternatives.length === 0 ? (topics.find(isReason) ?? null) : null;
}

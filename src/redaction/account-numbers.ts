import type { Secret } from "./secret.ts";

/** Runs of at least 13 digits, ASCII or full-width, with at most two separators in between. */
const digitRun = /[\d\uff10-\uff19](?:[\s.\-_/\u2010-\u2015]{0,2}[\d\uff10-\uff19]){12,}/gu;
const verificationCode = /\b(?:cvv2?|cvc2?|csc)\b\W{0,3}(?:is\W{0,2})?(\d{3,4})\b/giu;
const SHORTEST_CARD = 13;
const LONGEST = 19;

/** Finds payment card numbers that pass the Luhn check, and card verification codes. */
export function findCards(text: string): Secret[] {
  const codes = [...text.matchAll(verificationCode)].map((hit): Secret => {
    const end = hit.index + hit[0].length;
    return { kind: "card", start: end - (hit[1]?.length ?? 0), end };
  });
  return [...[...text.matchAll(digitRun)].flatMap((run) => cardsIn(run[0], run.index)), ...codes];
}

function cardsIn(run: string, offset: number): Secret[] {
  const digits = [...run.matchAll(/[\d\uff10-\uff19]/gu)].map((hit) => ({
    value: hit[0].charCodeAt(0) & 15,
    at: hit.index,
  }));
  const found: Secret[] = [];
  for (let first = 0; first + SHORTEST_CARD <= digits.length; first++) {
    const length = cardLength(digits.slice(first, first + LONGEST).map(({ value }) => value));
    const start = digits[first];
    const end = digits[first + length - 1];
    if (length === 0 || start === undefined || end === undefined) continue;
    found.push({ kind: "card", start: offset + start.at, end: offset + end.at + 1 });
    first += length - 1;
  }
  return found;
}

/**
 * Returns the length (13 to 19 digits) of the card number at the start, or 0. The industry digit is 2 to 6.
 */
function cardLength(digits: number[]): number {
  const industry = digits[0] ?? 0;
  if (industry < 2 || industry > 6) return 0;
  for (let length = Math.min(digits.length, LONGEST); length >= SHORTEST_CARD; length--) {
    if (passesLuhn(digits.slice(0, length))) return length;
  }
  return 0;
}

function passesLuhn(digits: number[]): boolean {
  const sum = digits.reduceRight((total, digit, index) => {
    const doubled = (digits.length - index) % 2 === 0 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

const beginning = /(?<![\p{L}\d])[a-z]{2}\d{2}(?=[ -]?[a-z\d])/giu;
const SHORTEST = 15;
const LONGEST_WRITTEN = 50;

/** Finds international bank account numbers (ISO 13616) with valid check digits. */
export function findIbans(text: string): Secret[] {
  return [...text.matchAll(beginning)].flatMap((hit): Secret[] => {
    const length = ibanLength(text.slice(hit.index, hit.index + LONGEST_WRITTEN));
    return length === 0 ? [] : [{ kind: "iban", start: hit.index, end: hit.index + length }];
  });
}

/** Returns the length of the longest valid IBAN at the start, separators included, or 0. */
function ibanLength(text: string): number {
  const head = [...text.slice(0, 4)];
  let remainder = 0;
  let characters = head.length;
  let longest = 0;
  for (let at = head.length; at < text.length && characters < 34; at++) {
    const character = text.charAt(at);
    if (/[ -]/.test(character)) continue;
    if (!/[a-z\d]/i.test(character)) break;
    remainder = takeIn(remainder, character);
    characters++;
    const endsHere = !/[\p{L}\d]/u.test(text.charAt(at + 1));
    if (endsHere && characters >= SHORTEST && head.reduce(takeIn, remainder) === 1) longest = at + 1;
  }
  return longest;
}

/** Appends one character to a number modulo 97: a digit stands for itself, A is 10, Z is 35. */
function takeIn(remainder: number, sign: string): number {
  const value = Number.parseInt(sign, 36);
  return (remainder * (value > 9 ? 100 : 10) + value) % 97;
}

const paper =
  "passport|ssn|social security|national insurance|driv(?:er|ing)['’]?s? licen[cs]e|licen[cs]e|identity card|id card|national id|tax ?id|personalausweis|reisepass|dni|nif|aadhaar|pan card";
const link = "(?:[\\s:#.-]{1,3}(?:number|num|no|nr|id|card|is|was)){0,4}[\\s:#.-]{1,3}";
const number = "([a-z]{0,3}\\d[a-z\\d]{0,17}(?:[ -](?=[a-z]{0,2}\\d)[a-z\\d]{1,18}){0,5})(?![\\p{L}\\d])";
const afterPaper = new RegExp(`(?<![\\p{L}\\d])(?:${paper})${link}${number}`, "giu");
const afterId = new RegExp(`(?<![\\p{L}\\d])id${link}${number}`, "giu");
const socialSecurity = /(?<![\d-])(\d{3}-\d{2}-\d{4})(?![\d-])/gu;

/** Ids of things, such as "contract id 1234567", are not identity papers. */
const idOfAThing =
  /(?:contract|job|client|user|order|ticket|transaction|profile|proposal|invoice|freelancer|account|room|case|message|request)['’]?s?\s{0,2}$/iu;

/** Finds numbers that follow the name of an identity paper, and social security numbers by their shape. */
export function findIdentityNumbers(text: string): Secret[] {
  const ids = [...text.matchAll(afterId)].filter(
    (hit) => !idOfAThing.test(text.slice(Math.max(0, hit.index - 20), hit.index)) && digits(hit) >= 6,
  );
  const papers = [...text.matchAll(afterPaper)].filter((hit) => digits(hit) >= 5);
  return [...papers, ...ids, ...text.matchAll(socialSecurity)].map((hit) => {
    const end = hit.index + hit[0].length;
    return { kind: "identity", start: end - (hit[1]?.length ?? 0), end };
  });
}

function digits(hit: RegExpExecArray): number {
  return hit[1]?.match(/\d/g)?.length ?? 0;
}

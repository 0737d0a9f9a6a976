import type { Secret } from "./secret.ts";

const beginning = /(?<![\p{L}\d])[a-z]{2}\d{2}(?=[ -]?[a-z\d])/giu;
const SHORTEST = 15;
const LONGEST_WRITTEN = 50;

/** International bank account numbers (ISO 13616) whose check digits are right. */
export function findIbans(text: string): Secret[] {
  return [...text.matchAll(beginning)].flatMap((hit): Secret[] => {
    const length = ibanLength(text.slice(hit.index, hit.index + LONGEST_WRITTEN));
    return length === 0 ? [] : [{ kind: "iban", start: hit.index, end: hit.index + length }];
  });
}

/** How many characters from the start form an IBAN, separators included: the longest that passes; 0 for none. */
function ibanLength(text: string): number {
  const head = [...text.slice(0, 4)];
  let remainder = 0;
  let signs = head.length;
  let longest = 0;
  for (let at = head.length; at < text.length && signs < 34; at++) {
    const sign = text.charAt(at);
    if (/[ -]/.test(sign)) continue;
    if (!/[a-z\d]/i.test(sign)) break;
    remainder = takeIn(remainder, sign);
    signs++;
    const endsHere = !/[\p{L}\d]/u.test(text.charAt(at + 1));
    if (endsHere && signs >= SHORTEST && head.reduce(takeIn, remainder) === 1) longest = at + 1;
  }
  return longest;
}

/** Mod 97 of a number written on by one sign: digits stand for themselves, A is 10, Z is 35. */
function takeIn(remainder: number, sign: string): number {
  const value = Number.parseInt(sign, 36);
  return (remainder * (value > 9 ? 100 : 10) + value) % 97;
}

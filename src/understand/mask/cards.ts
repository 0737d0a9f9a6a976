import type { Secret } from "./secret.ts";

/** Runs of digits, ASCII or full-width, with at most two separators between neighbours. */
const digitRun = /[\d\uff10-\uff19](?:[\s.\-_/\u2010-\u2015]{0,2}[\d\uff10-\uff19]){12,}/gu;
const verificationCode = /\b(?:cvv2?|cvc2?|csc)\b\W{0,3}(?:is\W{0,2})?(\d{3,4})\b/giu;
const SHORTEST = 13;
const LONGEST = 19;

/** Payment card numbers that pass the Luhn check, and the codes on their back. */
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
  for (let first = 0; first + SHORTEST <= digits.length; first++) {
    const length = cardLength(digits.slice(first, first + LONGEST).map(({ value }) => value));
    const start = digits[first];
    const end = digits[first + length - 1];
    if (length === 0 || start === undefined || end === undefined) continue;
    found.push({ kind: "card", start: offset + start.at, end: offset + end.at + 1 });
    first += length - 1;
  }
  return found;
}

/** How many of the digits, 13 to 19, form a card number; 0 when none do. The industry digit is 2 to 6. */
function cardLength(digits: number[]): number {
  const industry = digits[0] ?? 0;
  if (industry < 2 || industry > 6) return 0;
  for (let length = Math.min(digits.length, LONGEST); length >= SHORTEST; length--) {
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

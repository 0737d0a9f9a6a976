import { normalize } from "../normalize.ts";
import { type FactWords, startsWithAny } from "./fact-words.ts";

/** An amount of money as it was written; `currency` is null where none was named. */
export interface Amount {
  said: string;
  amount: number;
  currency: string | null;
}

/** Finds the amounts of money of a text, in the order in which they stand. */
export type FindAmounts = (text: string) => (Amount & { from: number; to: number })[];

/** "1,900.50", "1.900", "1 900", "1900" */
const NUMBER = String.raw`(?<![\p{N}.,])(?:\p{N}{1,3}(?:[ .,'’\u00a0\u202f]\p{N}{2,3})*[ .,'’\u00a0\u202f]\p{N}{3}(?:[.,]\p{N}{1,2})?|\p{N}+(?:[.,]\p{N}{1,2})?)(?!\p{N})`;

/** Makes what finds amounts that name a currency, before or behind the number. */
export function amountFinder({ currencies, multiples, notOwed }: FactWords): FindAmounts {
  const currencyOf = new Map(
    Object.entries(currencies).flatMap(([currency, signs]) => signs.map((sign) => [sign, currency] as const)),
  );
  const sign = anyOf([...currencyOf.keys()]);
  const multiple = `(?:\\s?(?<times>${anyOf(Object.keys(multiples))}))?`;
  const before = new RegExp(`(?<sign>${sign})\\.?\\s?(?<number>${NUMBER})${multiple}`, "giu");
  const behind = new RegExp(`(?<number>${NUMBER})${multiple}\\s?(?<sign>${sign})`, "giu");
  return (text) => {
    const found = [before, behind].flatMap((form) =>
      [...text.matchAll(form)].map(({ 0: said, index, groups = {} }) => ({
        said,
        from: index,
        to: index + said.length,
        amount: worthOf(groups["number"] ?? "") * (multiples[groups["times"]?.toLowerCase() ?? ""] ?? 1),
        currency: currencyOf.get(groups["sign"]?.toLowerCase() ?? "") ?? null,
      })),
    );
    return found
      .filter(({ to }) => !startsWithAny(normalize(text.slice(to, to + PRICE)), notOwed))
      .sort((a, b) => a.from - b.from || b.to - a.to);
  };
}

/** so far behind an amount stands what makes it a price */
const PRICE = 30;

/** Alternatives of a regular expression, the longest first; a word is not part of another one. */
function anyOf(ways: readonly string[]): string {
  return ways
    .toSorted((a, b) => b.length - a.length)
    .map((way) => way.replace(/[$.]/gu, "\\$&"))
    .map((way) => (/^\p{L}/u.test(way) ? `(?<!\\p{L})${way}` : way))
    .map((way) => (/\p{L}$/u.test(way) ? `${way}(?!\\p{L})` : way))
    .join("|");
}

const bareNumber = new RegExp(NUMBER, "gu");

/** The numbers of a text, and the text round each. */
export function numbersIn(text: string): { said: string; amount: number; before: string; behind: string }[] {
  return [...text.matchAll(bareNumber)].map(({ 0: said, index }) => ({
    said,
    amount: worthOf(said),
    before: text.slice(0, index),
    behind: text.slice(index + said.length),
  }));
}

/** What a number is worth: a last sign with one or two digits behind it begins the fraction. */
function worthOf(said: string): number {
  const [, whole = "", fraction = ""] = /^(.*?)(?:[.,](\p{N}{1,2}))?$/u.exec(said) ?? [];
  return Number(`${whole.replace(/\P{N}/gu, "")}.${fraction || "0"}`);
}

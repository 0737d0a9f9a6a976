import { readFileSync } from "node:fs";

const shortest = 12;
/** so many signs must be left once what is guessed first is taken out */
const fewestLeft = 5;
const inARow = ["abcdefghijklmnopqrstuvwxyz", "0123456789", "qwertyuiop", "asdfghjkl", "zxcvbnm"];
const insteadOf: Record<string, string> = { "0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "7": "t" };
const signsInsteadOf: Record<string, string> = { "@": "a", $: "s", "!": "i" };

/** Reads the words that are guessed first, one a line. */
export const loadCommonPasswords = (file: string): string[] =>
  readFileSync(file, "utf8")
    .split("\n")
    .map((line) => line.trim().toLowerCase())
    .filter((line) => line !== "");

const isNext = (one: string, other: string): boolean =>
  inARow.some((row) => row.includes(one + other) || row.includes(other + one));

/** The text without what repeats itself and without signs that follow each other as on the keyboard or in the alphabet. */
function withoutRuns(text: string): string {
  const once = text.replace(/(.+?)\1+/gu, "$1");
  let left = "";
  let run = "";
  for (const sign of [...once, " "]) {
    const last = run.at(-1);
    if (last !== undefined && !isNext(last, sign)) {
      left += run.length > 2 ? run[0] : run;
      run = "";
    }
    run += sign;
  }
  return left;
}

const plainly = (text: string): string =>
  [...text].map((sign) => insteadOf[sign] ?? signsInsteadOf[sign] ?? sign).join("");

/** What is left of a text without a word that is guessed first. */
const leftOf = (text: string, word: string): number =>
  withoutRuns(text.replaceAll(word, " ").replace(/[^\p{L}\p{N}]+/gu, "")).length;

/** Tells whether a password is short, or little more than one common word, a sequence, a repetition or the e-mail address. */
export function isWeak(password: string, email: string, common: readonly string[]): boolean {
  const plain = password.normalize("NFC").trim().toLowerCase();
  if ([...plain].length < shortest || new Set(plain).size < 4) return true;
  const words = [email, email.split("@")[0] ?? email, ...common];
  return [plain, plainly(plain)].some((text) => words.some((word) => leftOf(text, word) < fewestLeft));
}

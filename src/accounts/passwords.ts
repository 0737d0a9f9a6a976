import { createHash, randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { readFileSync } from "node:fs";
import { comparableEmail } from "../runtime/email-address.ts";
import { type AccountDocument, activePerson, type Person, type StoredPassword } from "./account.ts";
import { withLink, withPassword } from "./account-changes.ts";
import type { AccountParts } from "./entry-link.ts";

/** How hard a new password is to guess from what is kept; old ones keep what they were made with. */
const today = { kdf: "scrypt", cost: 2 ** 15, blockSize: 8, parallel: 3 } as const;
const hashBytes = 32;

function derive(password: string, salt: Buffer, how: Omit<StoredPassword, "salt" | "hash">): Promise<Buffer> {
  const { cost: N, blockSize: r, parallel: p } = how;
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFC"), salt, hashBytes, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

/** Makes what is kept of a password. Takes about a fifth of a second of another thread. */
export async function hashPassword(password: string): Promise<StoredPassword> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, today);
  return { ...today, salt: salt.toString("base64"), hash: hash.toString("base64") };
}

const nobodys: StoredPassword = {
  ...today,
  salt: randomBytes(16).toString("base64"),
  hash: randomBytes(hashBytes).toString("base64"),
};

/** Tells whether it is the password. Takes as long when there is none to compare with, and then says no. */
export async function verifyPassword(given: string, kept: StoredPassword | undefined): Promise<boolean> {
  const { salt, hash, ...how } = kept ?? nobodys;
  const made = await derive(given, Buffer.from(salt, "base64"), how);
  return timingSafeEqual(made, Buffer.from(hash, "base64")) && kept !== undefined;
}

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

/** Why a password stays as it is. */
export type PasswordRefused = { refused: "bad-link" | "link-used" | "weak-password" | "unknown-agent" };

/** How people of the desk come to another password. */
export interface Passwords {
  /** Gives somebody whose password was checked another one; every session but this one ends. */
  change(person: Person, next: string, session: string): Promise<Person | PasswordRefused>;
  /** The signed token of a link, good for an hour and once, with which somebody chooses a password. */
  linkFor(
    email: string,
  ): Promise<{ token: string; agent: string; id: string; until: Date } | PasswordRefused>;
  /** Whose password a link changes. */
  whose(token: string): Promise<Person | PasswordRefused>;
  /** Takes a link up; every session ends. */
  takeLink(given: { token: string; password: string }): Promise<Person | PasswordRefused>;
}

const linkMs = 3_600_000;

/** Tells a password from the ones before and after it, and nothing else about it. */
const markOf = (password: StoredPassword): string =>
  createHash("sha256").update(password.hash).digest("base64url").slice(0, 16);

/**
 * Whose password a link changes. One from before links were kept holds the id of the account and a mark of its password
 * instead: once that is another one, it is used. Without a password the mark is the same for everybody, and opens nothing.
 */
function whoseIn(people: AccountDocument, link: string): Person | PasswordRefused {
  const [agent = "", mark] = link.split("/");
  const kept = people.links.find(({ id, kind }) => id === link && kind === "sign-in");
  const person = activePerson(people, kept?.agent ?? agent);
  if (kept === undefined && mark === undefined) return { refused: "link-used" };
  if (person === undefined) return { refused: "bad-link" };
  const isOpen = kept !== undefined || (person.password !== null && markOf(person.password) === mark);
  return isOpen ? person : { refused: "link-used" };
}

/** Opens them. */
export function openPasswords({ directory, links, sessions, common, now }: AccountParts): Passwords {
  const whose = async (token: string): Promise<Person | PasswordRefused> => {
    const link = await links.read("sign-in", token);
    return link === null ? { refused: "bad-link" } : whoseIn(await directory.read(), link);
  };
  const give = async (
    person: Person,
    next: string,
    check: (people: AccountDocument) => Person | PasswordRefused,
  ): Promise<Person | PasswordRefused> => {
    if (isWeak(next, person.email, common)) return { refused: "weak-password" };
    const password = await hashPassword(next);
    const changed = await directory.change((people) => {
      const still = check(people);
      return "refused" in still ? still : withPassword(people, person.id, password);
    });
    return "refused" in changed ? changed : { ...person, password };
  };
  return {
    change: async (person, next, session) => {
      const given = await give(
        person,
        next,
        (people) => activePerson(people, person.id) ?? { refused: "unknown-agent" },
      );
      if (!("refused" in given)) await sessions.endAll(person.id, session);
      return given;
    },
    linkFor: async (email) => {
      const wanted = comparableEmail(email);
      const person = (await directory.read()).byEmail(wanted);
      if (person === undefined || person.disabled) return { refused: "unknown-agent" };
      const until = new Date(now().getTime() + linkMs);
      const at = now().toISOString();
      const id = randomBytes(8).toString("hex");
      const link = { id, kind: "sign-in", agent: person.id, madeAt: at, until: until.toISOString() } as const;
      await directory.change((people) => withLink(people, link, at));
      return { token: await links.sign("sign-in", id, until), agent: person.id, id, until };
    },
    whose,
    takeLink: async ({ token, password }) => {
      const link = await links.read("sign-in", token);
      if (link === null) return { refused: "bad-link" };
      const person = await whose(token);
      if ("refused" in person) return person;
      const given = await give(person, password, (people) => whoseIn(people, link));
      if (!("refused" in given)) await sessions.endAll(person.id);
      return given;
    },
  };
}

import { createHash, randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { readFileSync } from "node:fs";
import { comparableEmail } from "../runtime/email-address.ts";
import { type AccountDocument, activePerson, type Person, type StoredPassword } from "./account.ts";
import { withLink, withPassword } from "./account-changes.ts";
import type { AccountParts } from "./entry-link.ts";

/** scrypt parameters of new passwords; existing hashes keep their own */
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

/** Hashes a password. Takes about 0.2 seconds of a worker thread. */
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

/** Verifies a password. Takes the same time when there is no hash, and then returns false. */
export async function verifyPassword(given: string, kept: StoredPassword | undefined): Promise<boolean> {
  const { salt, hash, ...how } = kept ?? nobodys;
  const made = await derive(given, Buffer.from(salt, "base64"), how);
  return timingSafeEqual(made, Buffer.from(hash, "base64")) && kept !== undefined;
}

const shortest = 12;
/** minimum number of characters that must remain without the guessable parts */
const fewestLeft = 5;
const inARow = ["abcdefghijklmnopqrstuvwxyz", "0123456789", "qwertyuiop", "asdfghjkl", "zxcvbnm"];
const insteadOf: Record<string, string> = { "0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "7": "t" };
const signsInsteadOf: Record<string, string> = { "@": "a", $: "s", "!": "i" };

/** Loads the common passwords, one per line. */
export const loadCommonPasswords = (file: string): string[] =>
  readFileSync(file, "utf8")
    .split("\n")
    .map((line) => line.trim().toLowerCase())
    .filter((line) => line !== "");

const isNext = (one: string, other: string): boolean =>
  inARow.some((row) => row.includes(one + other) || row.includes(other + one));

/** Removes repetitions, and sequences of the keyboard or the alphabet. */
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

/** Returns how many characters remain of a text without a common word. */
const leftOf = (text: string, word: string): number =>
  withoutRuns(text.replaceAll(word, " ").replace(/[^\p{L}\p{N}]+/gu, "")).length;

/**
 * Returns whether a password is short, or little more than a common word, a sequence, a repetition or the
 * address.
 */
export function isWeak(password: string, email: string, common: readonly string[]): boolean {
  const plain = password.normalize("NFC").trim().toLowerCase();
  if ([...plain].length < shortest || new Set(plain).size < 4) return true;
  const words = [email, email.split("@")[0] ?? email, ...common];
  return [plain, plainly(plain)].some((text) => words.some((word) => leftOf(text, word) < fewestLeft));
}

/** Reason why a password was not changed. */
export type PasswordRefused = { refused: "bad-link" | "link-used" | "weak-password" | "unknown-agent" };

/** Password changes of staff. */
export interface Passwords {
  /** Sets a password after the current one was verified. Ends all other sessions. */
  change(person: Person, next: string, session: string): Promise<Person | PasswordRefused>;
  /** Makes the token of a single-use link, valid for an hour, that sets a password. */
  linkFor(
    email: string,
  ): Promise<{ token: string; agent: string; id: string; until: Date } | PasswordRefused>;
  /** Returns the account of a link. */
  whose(token: string): Promise<Person | PasswordRefused>;
  /** Uses a link. Ends all sessions. */
  takeLink(given: { token: string; password: string }): Promise<Person | PasswordRefused>;
}

const linkMs = 3_600_000;

/** Returns a fingerprint that distinguishes a password hash from earlier ones, and reveals nothing else. */
const markOf = (password: StoredPassword): string =>
  createHash("sha256").update(password.hash).digest("base64url").slice(0, 16);

/**
 * Returns the account of a link. Links of earlier versions contain the account id and a fingerprint of its password. They
 * are void once the password changes. Accounts without a password have no valid fingerprint.
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

/** Opens the password changes. */
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

import { createHash, randomBytes } from "node:crypto";
import { comparable } from "../mail-address/mail-address.ts";
import { withLink, withPassword } from "./changes.ts";
import { keepPassword } from "./password.ts";
import type { PeopleParts } from "./people-parts.ts";
import { activePerson, type KeptPassword, type People, type Person } from "./person.ts";
import { isWeak } from "./weak-password.ts";

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
const markOf = (password: KeptPassword): string =>
  createHash("sha256").update(password.hash).digest("base64url").slice(0, 16);

/**
 * Whose password a link changes. One from before links were kept holds the id of the account and a mark of its password
 * instead: once that is another one, it is used. Without a password the mark is the same for everybody, and opens nothing.
 */
function whoseIn(people: People, link: string): Person | PasswordRefused {
  const [agent = "", mark] = link.split("/");
  const kept = people.links.find(({ id, kind }) => id === link && kind === "sign-in");
  const person = activePerson(people, kept?.agent ?? agent);
  if (kept === undefined && mark === undefined) return { refused: "link-used" };
  if (person === undefined) return { refused: "bad-link" };
  const isOpen = kept !== undefined || (person.password !== null && markOf(person.password) === mark);
  return isOpen ? person : { refused: "link-used" };
}

/** Opens them. */
export function openPasswords({ directory, links, sessions, common, now }: PeopleParts): Passwords {
  const whose = async (token: string): Promise<Person | PasswordRefused> => {
    const link = await links.read("sign-in", token);
    return link === null ? { refused: "bad-link" } : whoseIn(await directory.read(), link);
  };
  const give = async (
    person: Person,
    next: string,
    check: (people: People) => Person | PasswordRefused,
  ): Promise<Person | PasswordRefused> => {
    if (isWeak(next, person.email, common)) return { refused: "weak-password" };
    const password = await keepPassword(next);
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
      const wanted = comparable(email);
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

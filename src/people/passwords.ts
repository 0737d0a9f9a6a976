import { createHash } from "node:crypto";
import { comparable } from "../mail-address/mail-address.ts";
import { withPassword } from "./changes.ts";
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
  linkFor(email: string): Promise<{ token: string; agent: string; until: Date } | PasswordRefused>;
  /** Whose password a link changes. */
  whose(token: string): Promise<Person | PasswordRefused>;
  /** Takes a link up; every session ends. */
  takeLink(given: { token: string; password: string }): Promise<Person | PasswordRefused>;
}

const linkMs = 3_600_000;

/** Tells a password from the ones before and after it, and nothing else about it. */
const markOf = (password: KeptPassword | null): string =>
  createHash("sha256")
    .update(password?.hash ?? "")
    .digest("base64url")
    .slice(0, 16);

/** Opens them. A link holds a mark of the password it was made for: once that is another one, it is used. */
export function openPasswords({ directory, links, sessions, common, now }: PeopleParts): Passwords {
  const whoseIn = (people: People, id: string, mark: string): Person | PasswordRefused => {
    const person = activePerson(people, id);
    if (person === undefined) return { refused: "bad-link" };
    return markOf(person.password) === mark ? person : { refused: "link-used" };
  };
  const read = async (token: string): Promise<[id: string, mark: string] | null> => {
    const [id, mark] = (await links.read("sign-in", token))?.split("/") ?? [];
    return id === undefined || mark === undefined ? null : [id, mark];
  };
  const whose = async (token: string): Promise<Person | PasswordRefused> => {
    const signed = await read(token);
    return signed === null ? { refused: "bad-link" } : whoseIn(await directory.read(), ...signed);
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
      const token = await links.sign("sign-in", `${person.id}/${markOf(person.password)}`, until);
      return { token, agent: person.id, until };
    },
    whose,
    takeLink: async ({ token, password }) => {
      const signed = await read(token);
      if (signed === null) return { refused: "bad-link" };
      const person = await whose(token);
      if ("refused" in person) return person;
      const given = await give(person, password, (people) => whoseIn(people, ...signed));
      if (!("refused" in given)) await sessions.endAll(person.id);
      return given;
    },
  };
}

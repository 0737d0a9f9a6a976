import { randomBytes } from "node:crypto";
import {
  type ChangeRefused,
  changePerson,
  hasOwner,
  invite,
  type Joining,
  makeOwner,
  takeUp,
} from "./changes.ts";
import type { Directory } from "./directory.ts";
import { keepPassword } from "./password.ts";
import type { PeopleIndex } from "./people-index.ts";
import type { PeopleParts } from "./people-parts.ts";
import type { EntraIdentity, Invitation, Person } from "./person.ts";
import { isWeak } from "./weak-password.ts";

type AccountRefused = ChangeRefused | { refused: "bad-link" | "weak-password" };

/** How people come to the desk, and what becomes of their accounts. */
export interface Accounts {
  /** Everybody, also those who may not work here any more. */
  people(): Promise<PeopleIndex>;
  /** Calls back with everybody whenever somebody has changed. Returns how to stop. */
  watch: Directory["watch"];
  /** Somebody who may work here; undefined for whoever may not any more. */
  person(id: string): Promise<Person | undefined>;
  /** Somebody who may work here, by their Microsoft account. */
  personByEntra(identity: EntraIdentity): Promise<Person | undefined>;
  /** The signed token of the link that makes the first owner; null when there is one. */
  ownerToken(): Promise<string | null>;
  takeOwner(given: Given & { email: string }): Promise<Person | AccountRefused>;
  /** The signed token of the link with which somebody joins. */
  invite(by: Person, asked: Omit<Invitation, "id" | "by" | "until">): Promise<string | ChangeRefused>;
  takeUp(given: Given): Promise<Person | AccountRefused>;
  change(id: string, change: Parameters<typeof changePerson>[2]): Promise<Person | ChangeRefused>;
}

interface Given {
  token: string;
  name: string;
  password: string;
}

const linkMs = 7 * 24 * 3_600_000;
const newId = (): string => randomBytes(8).toString("hex");

/** Opens the accounts. Of those who use one link at once, one gets in. */
export function openAccounts({ directory, links, sessions, common, now }: PeopleParts): Accounts {
  const soon = (): Date => new Date(now().getTime() + linkMs);
  const joining = async ({ name, password }: Given): Promise<Joining> => ({
    id: newId(),
    name,
    password: await keepPassword(password),
    since: now().toISOString(),
  });
  const added = (next: PeopleIndex | ChangeRefused, id: string): Person | ChangeRefused => {
    if ("refused" in next) return next;
    const person = next.active(id);
    if (person === undefined) throw new Error("somebody who has just joined is not there");
    return person;
  };

  return {
    people: directory.read,
    watch: directory.watch,
    person: async (id) => (await directory.read()).active(id),
    personByEntra: async (identity) => {
      const linked = (await directory.read()).byEntra(identity);
      return linked?.disabled === false ? linked : undefined;
    },
    ownerToken: async () => (hasOwner(await directory.read()) ? null : links.sign("owner", "first", soon())),
    takeOwner: async (given) => {
      if ((await links.read("owner", given.token)) === null) return { refused: "bad-link" };
      if (hasOwner(await directory.read())) return { refused: "link-used" };
      if (isWeak(given.password, given.email, common)) return { refused: "weak-password" };
      const owner = { ...(await joining(given)), email: given.email };
      return added(await directory.change((people) => makeOwner(people, owner)), owner.id);
    },
    invite: async (by, asked) => {
      const until = soon();
      const invitation = { ...asked, id: newId(), by: by.id, until: until.toISOString() };
      const at = now().toISOString();
      const next = await directory.change((people) => invite(people, by.role, invitation, at));
      return "refused" in next ? next : links.sign("invitation", invitation.id, until);
    },
    takeUp: async (given) => {
      const id = await links.read("invitation", given.token);
      if (id === null) return { refused: "bad-link" };
      const invited = (await directory.read()).invitations.find((invitation) => invitation.id === id);
      if (invited === undefined) return { refused: "link-used" };
      if (isWeak(given.password, invited.email, common)) return { refused: "weak-password" };
      const joins = await joining(given);
      return added(await directory.change((people) => takeUp(people, id, joins)), joins.id);
    },
    change: async (id, change) => {
      const next = await directory.change((people) => changePerson(people, id, change));
      if ("refused" in next) return next;
      if (change.disabled === true) await sessions.endAll(id);
      return next.byId(id) ?? { refused: "unknown-agent" };
    },
  };
}

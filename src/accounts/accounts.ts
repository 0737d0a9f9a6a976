import { randomBytes } from "node:crypto";
import type { Tagged } from "../store/records.ts";
import type { AccountDocument, EntraIdentity, EntryLink, Invitation, Person } from "./account.ts";
import {
  acceptEntryLink,
  type ChangeRefused,
  changePerson,
  endInvitation,
  endLink,
  hasOwner,
  invite,
  isInvitationOpen,
  type Joining,
  makeOwner,
  withLink,
} from "./account-changes.ts";
import type { Directory, PeopleIndex } from "./directory.ts";
import type { AccountParts } from "./entry-link.ts";
import { hashPassword, isWeak } from "./passwords.ts";

type AccountRefused = ChangeRefused | { refused: "bad-link" | "weak-password" };

/** How people come to the desk, and what becomes of their accounts. */
export interface Accounts {
  /** Reads all people, those with a disabled account included. */
  people(): Promise<PeopleIndex>;
  /** Calls back with everybody whenever somebody has changed. Returns how to stop. */
  watch: Directory["watch"];
  /** Returns a person who may sign in; undefined for a disabled or an unknown account. */
  person(id: string): Promise<Person | undefined>;
  /** Parses the person of an account record that was just read; undefined when the account is disabled. */
  personIn(id: string, account: Tagged): Person | undefined;
  /** Finds a person who may sign in by their Microsoft account. */
  personByEntra(identity: EntraIdentity): Promise<Person | undefined>;
  /** Returns the signed token of the link that creates the first owner; null when there is an owner. */
  ownerToken(): Promise<string | null>;
  takeOwner(given: Given & { email: string }): Promise<Person | AccountRefused>;
  /** Invites a person. Returns the signed token of the invitation link. */
  invite(
    by: Person,
    asked: Pick<Invitation, "email" | "name" | "role" | "teams">,
  ): Promise<string | ChangeRefused>;
  /** Returns the invitation of such a token; null when it cannot be accepted. */
  invitationOf(token: string): Promise<Invitation | null>;
  /** Lists the invitations that can be accepted. */
  invitations(): Promise<Invitation[]>;
  /** Revokes an invitation, at once and in every process. */
  endInvitation(by: Person, id: string): Promise<Invitation | ChangeRefused>;
  takeUp(given: Given): Promise<Person | AccountRefused>;
  /** Lists the links that let people sign in without a password. */
  entryLinks(): Promise<EntryLink[]>;
  /** Revokes such a link. */
  endEntryLink(id: string): Promise<EntryLink | ChangeRefused>;
  change(id: string, change: Parameters<typeof changePerson>[2]): Promise<Person | ChangeRefused>;
}

interface Given {
  token: string;
  name: string;
  password: string;
}

const linkMs = 7 * 24 * 3_600_000;
const active = (person: Person | undefined): Person | undefined =>
  person?.disabled === false ? person : undefined;
const newId = (): string => randomBytes(8).toString("hex");

/** Returns the invitations that can be accepted: not expired, and from somebody who may still invite. */
const openInvitations = (people: AccountDocument, now: Date): Invitation[] =>
  people.invitations.filter(
    (invitation) => Date.parse(invitation.until) > now.getTime() && isInvitationOpen(people, invitation),
  );

/** The owner links of before each link was kept had this name. */
const namelessOwner = "first";

/** Tells whether a link is still there; those of before were not kept. */
export const isEntryLink = (
  { links }: Pick<AccountDocument, "links">,
  id: string,
  kind: EntryLink["kind"],
): boolean =>
  (kind === "owner" && id === namelessOwner) || links.some((link) => link.id === id && link.kind === kind);

/** Opens the accounts. Of those who use one link at once, one gets in. */
export function openAccounts({ directory, links, sessions, common, now }: AccountParts): Accounts {
  const soon = (): Date => new Date(now().getTime() + linkMs);
  const joining = async ({ name, password }: Given): Promise<Joining> => ({
    id: newId(),
    name,
    password: await hashPassword(password),
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
    person: async (id) => active(await directory.person(id)),
    personIn: (id, account) => active(directory.personIn(id, account)),
    personByEntra: async (identity) => active((await directory.read()).byEntra(identity)),
    ownerToken: async () => {
      if (hasOwner(await directory.read())) return null;
      const until = soon();
      const at = now().toISOString();
      const link = {
        id: newId(),
        kind: "owner",
        agent: null,
        madeAt: at,
        until: until.toISOString(),
      } as const;
      const next = await directory.change((people) =>
        hasOwner(people) ? { refused: "link-used" } : withLink(people, link, at),
      );
      return "refused" in next ? null : links.sign("owner", link.id, until);
    },
    takeOwner: async (given) => {
      const id = await links.read("owner", given.token);
      if (id === null) return { refused: "bad-link" };
      if (!isEntryLink(await directory.read(), id, "owner")) return { refused: "link-used" };
      if (hasOwner(await directory.read())) return { refused: "link-used" };
      if (isWeak(given.password, given.email, common)) return { refused: "weak-password" };
      const owner = { ...(await joining(given)), email: given.email };
      return added(await directory.change((people) => makeOwner(people, owner)), owner.id);
    },
    invite: async (by, asked) => {
      const until = soon();
      const at = now().toISOString();
      const { email, name, role, teams } = asked;
      const invitation: Invitation = {
        id: newId(),
        email,
        name,
        role,
        teams,
        by: by.id,
        madeAt: at,
        until: until.toISOString(),
      };
      const next = await directory.change((people) => invite(people, by.role, invitation, at));
      return "refused" in next ? next : links.sign("invitation", invitation.id, until);
    },
    invitationOf: async (token) => {
      const id = await links.read("invitation", token);
      return openInvitations(await directory.read(), now()).find((one) => one.id === id) ?? null;
    },
    invitations: async () => openInvitations(await directory.read(), now()),
    endInvitation: async (by, id) => {
      const found = (await directory.read()).invitations.find((one) => one.id === id);
      const next = await directory.change((people) => endInvitation(people, id, by.role));
      return "refused" in next ? next : (found ?? { refused: "unknown-link" });
    },
    entryLinks: async () => {
      const { links: kept } = await directory.read();
      return kept.filter(({ until }) => until > now().toISOString());
    },
    endEntryLink: async (id) => {
      const found = (await directory.read()).links.find((one) => one.id === id);
      const next = await directory.change((people) => endLink(people, id));
      return "refused" in next ? next : (found ?? { refused: "unknown-link" });
    },
    takeUp: async (given) => {
      const id = await links.read("invitation", given.token);
      if (id === null) return { refused: "bad-link" };
      const invited = (await directory.read()).invitations.find((invitation) => invitation.id === id);
      if (invited === undefined || !isInvitationOpen(await directory.read(), invited))
        return { refused: "link-used" };
      if (isWeak(given.password, invited.email, common)) return { refused: "weak-password" };
      const joins = await joining(given);
      return added(await directory.change((people) => acceptEntryLink(people, id, joins)), joins.id);
    },
    change: async (id, change) => {
      const next = await directory.change((people) => changePerson(people, id, change));
      if ("refused" in next) return next;
      if (change.disabled === true) await sessions.endAll(id);
      return next.byId(id) ?? { refused: "unknown-agent" };
    },
  };
}

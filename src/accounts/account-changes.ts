import {
  type AccountDocument,
  type EntryLink,
  type Invitation,
  linkedTo,
  mayInvite,
  type Person,
  type Role,
  type StoredPassword,
  signedInAs,
} from "./account.ts";

/** Why a change of the desk's people was not made. */
export type ChangeRefused = {
  refused:
    | "link-used"
    | "account-exists"
    | "not-allowed"
    | "unknown-agent"
    | "last-owner"
    | "entra-linked"
    | "identity-linked"
    | "unknown-link";
};

/** What is known of somebody who joins. */
export interface Joining {
  id: string;
  name: string;
  password: StoredPassword;
  since: string;
}

/** Links of one desk that are kept, the newest. */
const mostLinks = 100;

const hasEmail = ({ people }: AccountDocument, email: string): boolean =>
  people.some((person) => person.email === email);

/** Tells whether somebody owns the desk. */
export const hasOwner = ({ people }: AccountDocument): boolean =>
  people.some(({ role, disabled }) => role === "owner" && !disabled);

/** Makes the first owner, once. */
export function makeOwner(
  people: AccountDocument,
  joining: Joining & { email: string },
): AccountDocument | ChangeRefused {
  if (hasOwner(people)) return { refused: "link-used" };
  if (hasEmail(people, joining.email)) return { refused: "account-exists" };
  const owner: Person = {
    ...joining,
    role: "owner",
    teams: [],
    disabled: false,
    entra: null,
    oidc: null,
    totp: null,
  };
  const links = people.links.filter(({ kind }) => kind !== "owner");
  return { ...people, links, people: [...people.people, owner] };
}

/** Tells whether whoever invited still may: an invitation ends with its maker's right. */
export function isInvitationOpen(
  { people }: Pick<AccountDocument, "people">,
  { by, role }: Invitation,
): boolean {
  const maker = people.find(({ id }) => id === by);
  return maker !== undefined && !maker.disabled && mayInvite(maker.role, role);
}

/** Takes an invitation back. Gives no more than who may invite for this role. */
export function endInvitation(
  people: AccountDocument,
  id: string,
  by: Role,
): AccountDocument | ChangeRefused {
  const invitation = people.invitations.find((one) => one.id === id);
  if (invitation === undefined) return { refused: "unknown-link" };
  if (!mayInvite(by, invitation.role)) return { refused: "not-allowed" };
  return { ...people, invitations: people.invitations.filter((one) => one !== invitation) };
}

/** Adds a link that lets somebody in; those that are over go. */
export const withLink = (people: AccountDocument, link: EntryLink, now: string): AccountDocument => ({
  ...people,
  links: [...people.links.filter(({ until }) => until > now), link].slice(-mostLinks),
});

/** Takes such a link back. */
export function endLink(people: AccountDocument, id: string): AccountDocument | ChangeRefused {
  const links = people.links.filter((link) => link.id !== id);
  return links.length === people.links.length ? { refused: "unknown-link" } : { ...people, links };
}

/** Invites somebody; an earlier invitation of the same address is over, and those that nobody took up in time go. */
export function invite(
  people: AccountDocument,
  inviter: Role,
  invitation: Invitation,
  now: string,
): AccountDocument | ChangeRefused {
  if (!mayInvite(inviter, invitation.role)) return { refused: "not-allowed" };
  if (hasEmail(people, invitation.email)) return { refused: "account-exists" };
  const others = people.invitations.filter(({ email, until }) => email !== invitation.email && until > now);
  return { ...people, invitations: [...others, invitation] };
}

/** Takes an invitation up, once. */
export function acceptEntryLink(
  people: AccountDocument,
  invitationId: string,
  joining: Joining,
): AccountDocument | ChangeRefused {
  const invitation = people.invitations.find(({ id }) => id === invitationId);
  if (invitation === undefined || !isInvitationOpen(people, invitation)) return { refused: "link-used" };
  const { email, role, teams } = invitation;
  if (hasEmail(people, email)) return { refused: "account-exists" };
  return {
    ...people,
    people: [
      ...people.people,
      { ...joining, email, role, teams, disabled: false, entra: null, oidc: null, totp: null },
    ],
    invitations: people.invitations.filter((other) => other !== invitation),
  };
}

/** Gives somebody another password; links that would do so again are over. */
export const withPassword = (
  people: AccountDocument,
  id: string,
  password: StoredPassword,
): AccountDocument => ({
  ...people,
  links: people.links.filter(({ agent }) => agent !== id),
  people: people.people.map((person) => (person.id === id ? { ...person, password } : person)),
});

/** Changes what somebody may do and by what they are known. Invitations end that they may not make any more. The desk keeps an owner who can sign in, and an account elsewhere is one person's. */
export function changePerson(
  people: AccountDocument,
  id: string,
  change: Partial<Pick<Person, "role" | "teams" | "disabled" | "entra" | "oidc" | "totp">>,
): AccountDocument | ChangeRefused {
  if (!people.people.some((person) => person.id === id)) return { refused: "unknown-agent" };
  const linked = change.entra ? linkedTo(people, change.entra) : undefined;
  if (linked !== undefined && linked.id !== id) return { refused: "entra-linked" };
  const same = change.oidc ? signedInAs(people, change.oidc) : undefined;
  if (same !== undefined && same.id !== id) return { refused: "identity-linked" };
  const next = {
    ...people,
    people: people.people.map((person) => (person.id === id ? { ...person, ...change } : person)),
  };
  if (!hasOwner(next)) return { refused: "last-owner" };
  const invitations = next.invitations.filter((invitation) => isInvitationOpen(next, invitation));
  const links = change.disabled ? next.links.filter(({ agent }) => agent !== id) : next.links;
  return { ...next, invitations, links };
}

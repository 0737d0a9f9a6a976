import {
  type AccountDocument,
  type EntryLink,
  findByEntra,
  findByOidc,
  type Invitation,
  mayInvite,
  type Person,
  type Role,
  type StoredPassword,
} from "./account.ts";

/** Reason why a change of accounts was refused. */
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

/** Data of a new staff member. */
export interface Joining {
  id: string;
  name: string;
  password: StoredPassword;
  since: string;
}

/** Maximum number of stored links; the newest are kept. */
const mostLinks = 100;

const hasEmail = ({ people }: AccountDocument, email: string): boolean =>
  people.some((person) => person.email === email);

/** Returns whether the desk has an owner. */
export const hasOwner = ({ people }: AccountDocument): boolean =>
  people.some(({ role, disabled }) => role === "owner" && !disabled);

/** Creates the first owner, once. */
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

/** Returns whether an invitation is valid. It ends when its creator may no longer invite. */
export function isInvitationOpen(
  { people }: Pick<AccountDocument, "people">,
  { by, role }: Invitation,
): boolean {
  const maker = people.find(({ id }) => id === by);
  return maker !== undefined && !maker.disabled && mayInvite(maker.role, role);
}

/** Revokes an invitation. Refuses unless `by` may invite for its role. */
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

/** Adds a sign-in link, and drops expired ones. */
export const withLink = (people: AccountDocument, link: EntryLink, now: string): AccountDocument => ({
  ...people,
  links: [...people.links.filter(({ until }) => until > now), link].slice(-mostLinks),
});

/** Revokes a sign-in link. */
export function endLink(people: AccountDocument, id: string): AccountDocument | ChangeRefused {
  const links = people.links.filter((link) => link.id !== id);
  return links.length === people.links.length ? { refused: "unknown-link" } : { ...people, links };
}

/** Adds an invitation. Replaces an earlier one for the address, and drops expired ones. */
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

/** Accepts an invitation, once. */
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

/** Sets a password, and voids the account's sign-in links. */
export const withPassword = (
  people: AccountDocument,
  id: string,
  password: StoredPassword,
): AccountDocument => ({
  ...people,
  links: people.links.filter(({ agent }) => agent !== id),
  people: people.people.map((person) => (person.id === id ? { ...person, password } : person)),
});

/**
 * Changes role, teams, state or linked accounts. Voids invitations beyond the new role. Keeps at least one
 * owner who can sign in; a linked account belongs to one person.
 */
export function changePerson(
  people: AccountDocument,
  id: string,
  change: Partial<Pick<Person, "role" | "teams" | "disabled" | "entra" | "oidc" | "totp">>,
): AccountDocument | ChangeRefused {
  if (!people.people.some((person) => person.id === id)) return { refused: "unknown-agent" };
  const linked = change.entra ? findByEntra(people, change.entra) : undefined;
  if (linked !== undefined && linked.id !== id) return { refused: "entra-linked" };
  const same = change.oidc ? findByOidc(people, change.oidc) : undefined;
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

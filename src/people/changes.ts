import {
  type Invitation,
  type KeptPassword,
  linkedTo,
  type People,
  type Person,
  type Role,
  signedInAs,
} from "./person.ts";
import { mayInvite } from "./rights.ts";

/** Why a change of the desk's people was not made. */
export type ChangeRefused = {
  refused:
    | "link-used"
    | "account-exists"
    | "not-allowed"
    | "unknown-agent"
    | "last-owner"
    | "entra-linked"
    | "identity-linked";
};

/** What is known of somebody who joins. */
export interface Joining {
  id: string;
  name: string;
  password: KeptPassword;
  since: string;
}

const hasEmail = ({ people }: People, email: string): boolean =>
  people.some((person) => person.email === email);

/** Tells whether somebody owns the desk. */
export const hasOwner = ({ people }: People): boolean =>
  people.some(({ role, disabled }) => role === "owner" && !disabled);

/** Makes the first owner, once. */
export function makeOwner(people: People, joining: Joining & { email: string }): People | ChangeRefused {
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
  return { ...people, people: [...people.people, owner] };
}

/** Invites somebody; an earlier invitation of the same address is over, and those that nobody took up in time go. */
export function invite(
  people: People,
  inviter: Role,
  invitation: Invitation,
  now: string,
): People | ChangeRefused {
  if (!mayInvite(inviter, invitation.role)) return { refused: "not-allowed" };
  if (hasEmail(people, invitation.email)) return { refused: "account-exists" };
  const others = people.invitations.filter(({ email, until }) => email !== invitation.email && until > now);
  return { ...people, invitations: [...others, invitation] };
}

/** Takes an invitation up, once. */
export function takeUp(people: People, invitationId: string, joining: Joining): People | ChangeRefused {
  const invitation = people.invitations.find(({ id }) => id === invitationId);
  if (invitation === undefined) return { refused: "link-used" };
  const { email, role, teams } = invitation;
  if (hasEmail(people, email)) return { refused: "account-exists" };
  return {
    people: [
      ...people.people,
      { ...joining, email, role, teams, disabled: false, entra: null, oidc: null, totp: null },
    ],
    invitations: people.invitations.filter((other) => other !== invitation),
  };
}

/** Gives somebody another password. */
export const withPassword = (people: People, id: string, password: KeptPassword): People => ({
  ...people,
  people: people.people.map((person) => (person.id === id ? { ...person, password } : person)),
});

/** Changes what somebody may do and by what they are known. The desk keeps an owner who can sign in, and an account elsewhere is one person's. */
export function changePerson(
  people: People,
  id: string,
  change: Partial<Pick<Person, "role" | "teams" | "disabled" | "entra" | "oidc" | "totp">>,
): People | ChangeRefused {
  if (!people.people.some((person) => person.id === id)) return { refused: "unknown-agent" };
  const linked = change.entra ? linkedTo(people, change.entra) : undefined;
  if (linked !== undefined && linked.id !== id) return { refused: "entra-linked" };
  const same = change.oidc ? signedInAs(people, change.oidc) : undefined;
  if (same !== undefined && same.id !== id) return { refused: "identity-linked" };
  const next = {
    ...people,
    people: people.people.map((person) => (person.id === id ? { ...person, ...change } : person)),
  };
  return hasOwner(next) ? next : { refused: "last-owner" };
}

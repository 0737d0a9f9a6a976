import { z } from "zod";
import {
  type AccountDocument,
  highestRole,
  type OidcIdentity,
  type Person,
  PersonEmail,
  PersonName,
  type Role,
  signedInAs,
} from "../account.ts";
import { changePerson } from "../account-changes.ts";

/** Somebody whom the provider vouches for. */
export interface ProviderAccount {
  identity: OidcIdentity;
  email: string | null;
  /** the provider says that the address is theirs */
  emailVerified: boolean;
  name: string | null;
  /** what their groups may do here; null: none of their groups is known */
  role: Role | null;
}

const Groups = z.array(z.string()).or(z.string().transform((one) => [one]));

/** Reads what a provider says of somebody; what is not as the standard has it counts as not said. `groups` gives roles to the values of `groupsClaim`. */
export function readProviderAccount(
  claims: Record<string, unknown>,
  { groups, groupsClaim }: { groups: Record<string, Role>; groupsClaim: string },
): ProviderAccount {
  const { iss, sub } = z.object({ iss: z.string().min(1), sub: z.string().min(1).max(255) }).parse(claims);
  const theirs = Groups.catch([]).parse(claims[groupsClaim]);
  return {
    identity: { issuer: iss, subject: sub },
    email: PersonEmail.nullable().catch(null).parse(claims["email"]),
    emailVerified: claims["email_verified"] === true,
    name: PersonName.nullable().catch(null).parse(claims["name"]),
    role: highestRole(theirs.flatMap((group) => (Object.hasOwn(groups, group) ? (groups[group] ?? []) : []))),
  };
}

/** Why somebody whom the provider vouches for does not come in. */
export type SignInDenied = {
  refused: "no-group" | "no-account" | "account-exists" | "identity-linked" | "not-allowed";
};

/** Sets what the provider decides about somebody who is here; the desk keeps its last owner whatever the groups say. */
function known(
  people: AccountDocument,
  person: Person,
  { identity, role }: ProviderAccount,
): AccountDocument | SignInDenied {
  if (person.disabled) return { refused: "no-account" };
  const next = changePerson(people, person.id, { oidc: identity, ...(role !== null && { role }) });
  if (!("refused" in next)) return next;
  const linked = changePerson(people, person.id, { oidc: identity });
  return "refused" in linked ? { refused: "identity-linked" } : linked;
}

/**
 * The desk's people once somebody has come in by the provider. Where groups give roles (`byGroups`), they decide who comes
 * in and as what. An account that is here already is theirs when they are linked, or when the provider has verified
 * its address; nobody gets one by an address that was only claimed.
 */
export function signInWithProvider(
  people: AccountDocument,
  newcomer: ProviderAccount,
  byGroups: boolean,
  { id, now }: { id: string; now: string },
): AccountDocument | SignInDenied {
  const { identity, email, emailVerified, name, role } = newcomer;
  if (byGroups && role === null) return { refused: "no-group" };
  const linked = signedInAs(people, identity);
  if (linked !== undefined) return known(people, linked, newcomer);
  const sameEmail = people.people.find((person) => person.email === email);
  if (sameEmail !== undefined)
    return emailVerified && sameEmail.oidc === null
      ? known(people, sameEmail, newcomer)
      : { refused: "account-exists" };
  if (role === null || email === null) return { refused: "no-account" };
  const joins: Person = {
    id,
    email,
    name: name ?? email,
    role,
    teams: [],
    password: null,
    since: now,
    disabled: false,
    entra: null,
    oidc: identity,
    totp: null,
  };
  return { ...people, people: [...people.people, joins] };
}

/** Links an account at the provider to somebody who is signed in here. */
export function linkIdentity(
  people: AccountDocument,
  id: string,
  identity: OidcIdentity,
): AccountDocument | SignInDenied {
  const linked = changePerson(people, id, { oidc: identity });
  if (!("refused" in linked)) return linked;
  return { refused: linked.refused === "identity-linked" ? "identity-linked" : "not-allowed" };
}

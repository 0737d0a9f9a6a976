import { z } from "zod";
import {
  type AccountDocument,
  findByOidc,
  highestRole,
  type OidcIdentity,
  type Person,
  PersonEmail,
  PersonName,
  type Role,
} from "../account.ts";
import { changePerson } from "../account-changes.ts";

/** An account that the provider vouches for. */
export interface ProviderAccount {
  identity: OidcIdentity;
  email: string | null;
  /** whether the provider verified the address */
  emailVerified: boolean;
  name: string | null;
  /** role by group membership; null: no known group */
  role: Role | null;
}

const Groups = z.array(z.string()).or(z.string().transform((one) => [one]));

/** Reads a provider's claims; malformed ones are ignored. `groups` maps values of `groupsClaim` to roles. */
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

/** Reason why a sign-in by the provider was refused. */
export type SignInDenied = {
  refused: "no-group" | "no-account" | "account-exists" | "identity-linked" | "not-allowed";
};

/** Applies the provider's role to an existing account. The desk keeps its last owner. */
function applyProviderRole(
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
 * Returns the accounts after a sign-in by the provider. With `byGroups`, groups decide access and role. An existing
 * account is matched by its link, or by an address that the provider verified. An unverified address matches nothing.
 */
export function signInWithProvider(
  people: AccountDocument,
  newcomer: ProviderAccount,
  byGroups: boolean,
  { id, now }: { id: string; now: string },
): AccountDocument | SignInDenied {
  const { identity, email, emailVerified, name, role } = newcomer;
  if (byGroups && role === null) return { refused: "no-group" };
  const linked = findByOidc(people, identity);
  if (linked !== undefined) return applyProviderRole(people, linked, newcomer);
  const sameEmail = people.people.find((person) => person.email === email);
  if (sameEmail !== undefined)
    return emailVerified && sameEmail.oidc === null
      ? applyProviderRole(people, sameEmail, newcomer)
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

/** Links a provider account to a signed-in account. */
export function linkIdentity(
  people: AccountDocument,
  id: string,
  identity: OidcIdentity,
): AccountDocument | SignInDenied {
  const linked = changePerson(people, id, { oidc: identity });
  if (!("refused" in linked)) return linked;
  return { refused: linked.refused === "identity-linked" ? "identity-linked" : "not-allowed" };
}

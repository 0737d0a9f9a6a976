import { changePerson } from "../changes.ts";
import { type OidcIdentity, type People, type Person, signedInAs } from "../person.ts";
import type { Newcomer } from "./newcomer.ts";

/** Why somebody whom the provider vouches for does not come in. */
export type NotLetIn = {
  refused: "no-group" | "no-account" | "account-exists" | "identity-linked" | "not-allowed";
};

/** Sets what the provider decides about somebody who is here; the desk keeps its last owner whatever the groups say. */
function known(people: People, person: Person, { identity, role }: Newcomer): People | NotLetIn {
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
export function comeIn(
  people: People,
  newcomer: Newcomer,
  byGroups: boolean,
  { id, now }: { id: string; now: string },
): People | NotLetIn {
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
export function linkIdentity(people: People, id: string, identity: OidcIdentity): People | NotLetIn {
  const linked = changePerson(people, id, { oidc: identity });
  if (!("refused" in linked)) return linked;
  return { refused: linked.refused === "identity-linked" ? "identity-linked" : "not-allowed" };
}

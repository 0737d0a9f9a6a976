import {
  type EntraIdentity,
  entraKey,
  type OidcIdentity,
  oidcKey,
  type People,
  type Person,
} from "./person.ts";

/** Everybody, found at once by what they are known by, also those who may not sign in any more. */
export class PeopleIndex implements People {
  readonly people: People["people"];
  readonly invitations: People["invitations"];
  readonly links: People["links"];
  readonly #byId: ReadonlyMap<string, Person>;
  readonly #byEmail: ReadonlyMap<string, Person>;
  readonly #byEntra: ReadonlyMap<string, Person>;
  readonly #byOidc: ReadonlyMap<string, Person>;

  constructor({ people, invitations, links }: People) {
    this.people = people;
    this.invitations = invitations;
    this.links = links;
    this.#byId = mapOf(people, ({ id }) => id);
    this.#byEmail = mapOf(people, ({ email }) => email);
    this.#byEntra = mapOf(people, ({ entra }) => entra && entraKey(entra));
    this.#byOidc = mapOf(people, ({ oidc }) => oidc && oidcKey(oidc));
  }

  byId(id: string): Person | undefined {
    return this.#byId.get(id);
  }

  /** Somebody who may work here. */
  active(id: string): Person | undefined {
    const person = this.#byId.get(id);
    return person?.disabled === false ? person : undefined;
  }

  /** By the address as it is kept: trimmed, in lower case. */
  byEmail(email: string): Person | undefined {
    return this.#byEmail.get(email);
  }

  byEntra(identity: EntraIdentity): Person | undefined {
    return this.#byEntra.get(entraKey(identity));
  }

  byOidc(identity: OidcIdentity): Person | undefined {
    return this.#byOidc.get(oidcKey(identity));
  }
}

/** The first of the people under each key, as a look through the list would find them. */
function mapOf(people: readonly Person[], keyOf: (person: Person) => string | null): Map<string, Person> {
  const map = new Map<string, Person>();
  for (const person of people) {
    const key = keyOf(person);
    if (key !== null && !map.has(key)) map.set(key, person);
  }
  return map;
}

import { StateConflict } from "../store/errors.ts";
import { StateCache } from "../store/state-cache.ts";
import type { Store } from "../store/store.ts";
import {
  AccountDocument,
  type EntraIdentity,
  entraKey,
  type OidcIdentity,
  oidcKey,
  type Person,
} from "./account.ts";

/** Everybody, found at once by what they are known by, also those who may not sign in any more. */
export class PeopleIndex implements AccountDocument {
  readonly people: AccountDocument["people"];
  readonly invitations: AccountDocument["invitations"];
  readonly links: AccountDocument["links"];
  readonly #byId: ReadonlyMap<string, Person>;
  readonly #byEmail: ReadonlyMap<string, Person>;
  readonly #byEntra: ReadonlyMap<string, Person>;
  readonly #byOidc: ReadonlyMap<string, Person>;

  constructor({ people, invitations, links }: AccountDocument) {
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

const key = "desk/people";
const topic = "people-changed";
const nobody = new PeopleIndex({ people: [], invitations: [], links: [] });

/** Where the desk's people are kept. */
export interface Directory {
  /** Everybody as they are now, whichever process changed them; shared, not to be changed. */
  read(): Promise<PeopleIndex>;
  /** Stores what `change` makes of everybody, made again when somebody else was quicker; a refusal changes nothing. */
  change<R extends { refused: string }>(
    change: (people: AccountDocument) => AccountDocument | R,
  ): Promise<PeopleIndex | R>;
  /** Calls back with everybody once a change is stored, here at once; elsewhere where the store can call. Returns how to stop. */
  watch(listener: (people: PeopleIndex) => void): () => void;
}

type Listener = { call: (people: PeopleIndex) => void };

/** Keeps the desk's people in one state document, and in memory with an index that is made anew when it has changed. */
export function openDirectory(
  store: Pick<Store, "readState" | "stateTags" | "writeState" | "pass" | "hear">,
): Directory {
  const cache = new StateCache(store, (value) => new PeopleIndex(AccountDocument.parse(value)), 1);
  const listeners = new Set<Listener>();
  const read = async (): Promise<PeopleIndex> => (await cache.look(key))?.value ?? nobody;
  return {
    read,
    change: async (change) => {
      for (;;) {
        const now = await cache.look(key);
        const changed = change(now?.value ?? nobody);
        if ("refused" in changed) return changed;
        const next = new PeopleIndex(changed);
        try {
          const { people, invitations, links } = next;
          const stored = (eTag: string): void => cache.note(key, next, eTag);
          await store.writeState([
            { key, value: { people, invitations, links }, eTag: now?.eTag ?? null, stored },
          ]);
          for (const { call } of listeners) call(next);
          store.pass(topic, {});
          return next;
        } catch (error) {
          if (!(error instanceof StateConflict)) throw error;
        }
      }
    },
    watch: (call) => {
      const listener = { call };
      listeners.add(listener);
      // whoever watches looks by themselves too: a call may be lost, and so may what it leads to
      const stopHearing = store.hear(topic, () => void read().then(call, () => undefined));
      return () => {
        listeners.delete(listener);
        stopHearing();
      };
    },
  };
}

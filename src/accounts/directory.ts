import { StateConflict } from "../store/errors.ts";
import { ParsedCache } from "../store/parsed-cache.ts";
import type { Tagged } from "../store/records.ts";
import type { StaffKind, StaffRead, StaffWrite } from "../store/staff.ts";
import type { Store } from "../store/store.ts";
import {
  type AccountDocument,
  type EntraIdentity,
  EntryLink,
  entraKey,
  Invitation,
  type OidcIdentity,
  oidcKey,
  Person,
} from "./account.ts";

/** Everybody, found at once by what they are known by, also those who may not sign in any more. */
export class PeopleIndex implements AccountDocument {
  readonly people: AccountDocument["people"];
  readonly invitations: AccountDocument["invitations"];
  readonly links: AccountDocument["links"];
  #byId: ReadonlyMap<string, Person> | undefined;
  #byEmail: ReadonlyMap<string, Person> | undefined;
  #byEntra: ReadonlyMap<string, Person> | undefined;
  #byOidc: ReadonlyMap<string, Person> | undefined;

  constructor({ people, invitations, links }: AccountDocument) {
    this.people = people;
    this.invitations = invitations;
    this.links = links;
  }

  byId(id: string): Person | undefined {
    this.#byId ??= mapOf(this.people, (person) => person.id);
    return this.#byId.get(id);
  }

  /** Returns a person who may sign in; undefined for a disabled or an unknown account. */
  active(id: string): Person | undefined {
    const person = this.byId(id);
    return person?.disabled === false ? person : undefined;
  }

  /** Finds a person by the normalized address: trimmed, in lower case. */
  byEmail(email: string): Person | undefined {
    this.#byEmail ??= mapOf(this.people, (person) => person.email);
    return this.#byEmail.get(email);
  }

  byEntra(identity: EntraIdentity): Person | undefined {
    this.#byEntra ??= mapOf(this.people, ({ entra }) => entra && entraKey(entra));
    return this.#byEntra.get(entraKey(identity));
  }

  byOidc(identity: OidcIdentity): Person | undefined {
    this.#byOidc ??= mapOf(this.people, ({ oidc }) => oidc && oidcKey(oidc));
    return this.#byOidc.get(oidcKey(identity));
  }
}

/** Indexes people by a key; of several with the same key, the first one counts. */
function mapOf(people: readonly Person[], keyOf: (person: Person) => string | null): Map<string, Person> {
  const map = new Map<string, Person>();
  for (const person of people) {
    const key = keyOf(person);
    if (key !== null && !map.has(key)) map.set(key, person);
  }
  return map;
}

const topic = "people-changed";
/** accounts in memory by themselves, those that were looked up last; any more are parsed when they are looked up */
const mostInMemory = 5_000;

/** Where the desk's people are kept. */
export interface Directory {
  /** Reads all people as they are now, whichever process changed them. The result is shared and must not be changed. */
  read(): Promise<PeopleIndex>;
  /** Reads one person as they are now, also with a disabled account, and nobody else. */
  person(id: string): Promise<Person | undefined>;
  /** Parses the person of an account record that was just read. */
  personIn(id: string, account: Tagged): Person;
  /** Stores the accounts that `change` returns, and calls it again after a conflict; a refusal changes nothing. */
  change<R extends { refused: string }>(
    change: (people: AccountDocument) => AccountDocument | R,
  ): Promise<PeopleIndex | R>;
  /**
   * Calls back with all people after each stored change, from other processes where the store can call. Returns a
   * function that unsubscribes.
   */
  watch(listener: (people: PeopleIndex) => void): () => void;
}

type Listener = { call: (people: PeopleIndex) => void };

/** Everybody as they were at a revision of the staff. */
interface Known {
  index: PeopleIndex;
  revision: number;
}

/** Applies what was written since to the known directory. */
function applyChanges({ index }: Known, { revision, accounts, all }: StaffRead): Known {
  if (all === null) return { index, revision };
  const changed = new Map(
    accounts.map(({ value }) => {
      const person = Person.parse(value);
      return [person.id, person] as const;
    }),
  );
  const people = all.ids.flatMap((id) => changed.get(id) ?? index.byId(id) ?? []);
  const invitations = all.invitations.map(({ value }) => Invitation.parse(value));
  const links = all.links.map(({ value }) => EntryLink.parse(value));
  return { index: new PeopleIndex({ people, invitations, links }), revision };
}

/** Returns the writes that turn one list of records into another. */
function writesOf<T extends { id: string }>(
  kind: StaffKind,
  before: readonly T[],
  after: readonly T[],
): StaffWrite[] {
  const were = new Map(before.map((one) => [one.id, one]));
  const stay = new Set(after.map(({ id }) => id));
  return [
    ...before.filter(({ id }) => !stay.has(id)).map(({ id }) => ({ kind, id, value: null })),
    ...after
      .filter((one) => were.get(one.id) !== one)
      .map((one) => ({ kind, id: one.id, value: { ...one } })),
  ];
}

/** Keeps each of the desk's people in a record of their own, and everybody in memory, where only what has changed is read again. */
export function openDirectory(
  store: Pick<Store, "staff" | "changeStaff" | "account" | "pass" | "hear">,
): Directory {
  const listeners = new Set<Listener>();
  const persons = new ParsedCache((value) => Person.parse(value), mostInMemory);
  let known: Known | null = null;
  const keep = (next: Known): Known => {
    if (known === null || next.revision > known.revision) known = next;
    return known;
  };
  const look = async (): Promise<Known> => {
    const base = known ?? {
      index: new PeopleIndex({ people: [], invitations: [], links: [] }),
      revision: null,
    };
    const read = await store.staff(base.revision);
    if (known !== null && read.revision <= known.revision) return known;
    return keep(applyChanges({ ...base, revision: read.revision }, read));
  };
  const read = async (): Promise<PeopleIndex> => (await look()).index;
  return {
    read,
    person: async (id) => {
      const account = await store.account(id);
      return account && persons.get(id, account);
    },
    personIn: (id, account) => persons.get(id, account),
    change: async (change) => {
      for (;;) {
        const { index, revision } = await look();
        const changed = change(index);
        if ("refused" in changed) return changed;
        const writes = [
          ...writesOf("account", index.people, changed.people),
          ...writesOf("invitation", index.invitations, changed.invitations),
          ...writesOf("link", index.links, changed.links),
        ];
        if (writes.length === 0) return index;
        try {
          const next = {
            index: new PeopleIndex(changed),
            revision: await store.changeStaff(revision, writes),
          };
          keep(next);
          for (const { call } of listeners) call(next.index);
          store.pass(topic, {});
          return next.index;
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

import { randomBytes } from "node:crypto";
import { NoSuchConversation, StateConflict } from "../../store/errors.ts";
import type { Store } from "../../store/store.ts";
import { watchEnded } from "./ended-elsewhere.ts";
import {
  ended,
  type Grant,
  type GrantKind,
  Grants,
  isInForce,
  isTakenBack,
  type LinkState,
  linkMs,
  linkState,
  longestMs,
  seen,
  takeLink,
  vouchedGrant,
  type Which,
  withGrant,
} from "./grant.ts";

/** What a token says of the grant that it names; none in tokens from before there were any. */
export interface Named {
  conversation: string;
  grant?: string | undefined;
}

/** Who asks for access: what the browser says it is, and the hash of its own name where it gave one. */
export interface Asking {
  device: string;
  browser: string | null;
}

/** Access to conversations as it is kept: who has it, by which device, and until when. */
export interface GrantBook {
  /** Tells whether a token's grant is in force: at once for a conversation that was looked at lately. */
  holds(named: Named): boolean | Promise<boolean>;
  /** Gives the grant that a token names; undefined where it is yet to be made, or the token names none. */
  find(named: Named): Promise<Grant | undefined>;
  /** Notes that a conversation is yet to begin, so that nobody looks for grants of it. */
  begins(conversation: string): void;
  /** Notes that a device is in a conversation: its grant is made with the first call that uses it. */
  enter(
    named: Named,
    kind: "browser" | "integration",
    device: string,
    /** gives the keyed hash of the network; asked where a conversation begins */
    network?: () => Promise<string | null>,
  ): Promise<void>;
  /** Makes a grant for a browser whose token names none. */
  adopt(conversation: string, device: string): Promise<Grant>;
  /** Gives a host's user access until the host's word ends; null where the host has taken that word back. */
  vouch(conversation: string, asked: Asking & { until: Date; givenAt?: Date | null }): Promise<Grant | null>;
  /** Makes the grant behind the link of an e-mail, the same one again under the same name. */
  makeLink(conversation: string, about: string | null, id: string): Promise<Grant>;
  lookAtLink(conversation: string, id: string, browser: string | null): Promise<LinkState | undefined>;
  /** Exchanges a link for a device, once. */
  takeLink(conversation: string, id: string, asked: Asking): Promise<Grant | { refused: LinkState }>;
  list(conversation: string): Promise<readonly Grant[]>;
  /** Ends grants in every process; gives their ids, an empty one for tokens that name none. */
  end(conversation: string, which: Which): Promise<string[]>;
  close(): void;
}

/** The name of a grant that is yet to be made. */
export const newGrantId = (): string => randomBytes(9).toString("base64url");

const keyOf = (conversation: string): string => `grants/conversations/${conversation}`;
const none: Grants = { grants: [], vouchedSince: null, namelessEnded: false };
const remembered = 20_000;

/** The grants of a conversation as the store has them. */
export async function readGrants(store: Pick<Store, "readState">, conversation: string): Promise<Grants> {
  const stored = (await store.readState([keyOf(conversation)])).get(keyOf(conversation));
  return stored === undefined ? none : Grants.parse(stored.value);
}

/** Keeps the grants of each conversation with it, so that they are erased together, and those of the newest in memory. */
export function openGrants(
  store: Pick<Store, "readState" | "stateTags" | "writeState" | "pass" | "hear">,
  now: () => Date,
  /** hears of grants that ended, in whichever process */
  gone: (conversation: string, ids: readonly string[]) => void,
): GrantBook {
  const known = new Map<string, Grants | null>();
  let generation = 0;
  const remember = (conversation: string, kept: Grants | null): void => {
    if (known.size >= remembered) known.clear();
    known.set(conversation, kept);
  };
  const elsewhere = watchEnded(store, (what) => {
    generation += 1;
    if (what === null) known.clear();
    else known.delete(what.conversation);
    if (what !== null && what.ended.length > 0) gone(what.conversation, what.ended);
  });

  const read = async (conversation: string): Promise<{ kept: Grants | null; eTag: string | null }> => {
    const stored = (await store.readState([keyOf(conversation)])).get(keyOf(conversation));
    return stored === undefined
      ? { kept: null, eTag: null }
      : { kept: Grants.parse(stored.value), eTag: stored.eTag };
  };
  const load = async (conversation: string): Promise<Grants | null> => {
    for (;;) {
      const before = generation;
      const { kept } = await read(conversation);
      if (generation !== before) continue;
      remember(conversation, kept);
      return kept;
    }
  };
  /** Stores what `change` makes of the grants; null changes nothing. An erased conversation has none. */
  const update = async (
    conversation: string,
    change: (kept: Grants, isNew: boolean) => Grants | null,
  ): Promise<void> => {
    for (;;) {
      const { kept, eTag } = await read(conversation);
      const next = change(kept ?? none, kept === null);
      if (next === null || next === kept) return;
      const before = generation;
      try {
        await store.writeState([{ key: keyOf(conversation), value: next, eTag }]);
        if (generation === before) remember(conversation, next);
        else known.delete(conversation);
        generation += 1;
        elsewhere.changed(conversation);
        return;
      } catch (error) {
        if (error instanceof NoSuchConversation) return;
        if (!(error instanceof StateConflict)) throw error;
      }
    }
  };

  const isOpen = (kept: Grants | null, { grant }: Named): boolean | undefined => {
    if (kept === null) return true;
    if (grant === undefined) return !kept.namelessEnded;
    const found = kept.grants.find(({ id }) => id === grant);
    return found && isInForce(found, now());
  };
  const fresh = (kind: GrantKind, device: string, until: Date | null, id = newGrantId()): Grant => {
    const at = now();
    return {
      id,
      kind,
      about: null,
      device,
      madeAt: at.toISOString(),
      seenAt: at.toISOString(),
      until: (until ?? new Date(at.getTime() + longestMs)).toISOString(),
      uses: null,
      browser: null,
      network: null,
      from: null,
      endedAt: null,
    };
  };

  return {
    holds: (named) => {
      const kept = known.get(named.conversation);
      const open = kept === undefined ? undefined : isOpen(kept, named);
      // a grant that is not known may have been made in another process
      return open ?? load(named.conversation).then((read) => isOpen(read, named) ?? false);
    },
    find: async ({ conversation, grant }) => {
      const kept = known.get(conversation) ?? (await load(conversation));
      return kept?.grants.find(({ id }) => id === grant);
    },
    begins: (conversation) => remember(conversation, null),
    enter: async ({ conversation, grant }, kind, device, network) => {
      if (grant === undefined) return;
      const isBegun = (known.get(conversation) ?? null) !== null;
      const from = isBegun || network === undefined ? null : await network();
      await update(conversation, (kept, isNew) =>
        isNew
          ? withGrant(kept, { ...fresh(kind, device, null, grant), network: from }, now())
          : seen(kept, grant, device, now()),
      );
    },
    adopt: async (conversation, device) => {
      const grant = fresh("browser", device, null);
      await update(conversation, (kept) => withGrant(kept, grant, now()));
      return grant;
    },
    vouch: async (conversation, { device, browser, until, givenAt = null }) => {
      let given = { ...fresh("host-user", device, until), browser };
      let takenBack = false;
      await update(conversation, (kept) => {
        takenBack = isTakenBack(kept, givenAt);
        if (takenBack) return null;
        const vouched = vouchedGrant(kept, given, now());
        given = { ...vouched.device, browser };
        return vouched.next;
      });
      return takenBack ? null : given;
    },
    makeLink: async (conversation, about, id) => {
      const link = { ...fresh("mail-link", "", new Date(now().getTime() + linkMs), id), about, uses: 1 };
      await update(conversation, (kept) =>
        kept.grants.some((grant) => grant.id === id) ? null : withGrant(kept, link, now()),
      );
      return link;
    },
    lookAtLink: async (conversation, id, browser) =>
      linkState((await read(conversation)).kept ?? none, id, browser, now()),
    takeLink: async (conversation, id, asked) => {
      let taken: ReturnType<typeof takeLink> = { refused: "ended" };
      await update(conversation, (kept) => {
        taken = takeLink(kept, id, { ...asked, fresh: newGrantId() }, now());
        return "refused" in taken ? null : taken.next;
      });
      return "refused" in taken ? taken : (taken as { device: Grant }).device;
    },
    list: async (conversation) => (await read(conversation)).kept?.grants ?? [],
    end: async (conversation, which) => {
      let ids: string[] = [];
      await update(conversation, (kept) => {
        const done = ended(kept, which, now());
        ids = "id" in which ? done.ended : [...done.ended, ""];
        return done.next;
      });
      gone(conversation, ids);
      await elsewhere.ended({ conversation, ended: ids });
      return ids;
    },
    close: elsewhere.close,
  };
}

import { randomBytes } from "node:crypto";
import { NoSuchConversation, StateConflict } from "../../store/errors.ts";
import type { Store } from "../../store/store.ts";
import { watchEnded } from "./ended-elsewhere.ts";
import {
  endGrants,
  type Grant,
  type GrantKind,
  Grants,
  isInForce,
  isTakenBack,
  type LinkState,
  linkMs,
  linkState,
  longestMs,
  takeLink,
  vouchGrant,
  type Which,
  withGrant,
  withLastUse,
} from "./grant.ts";

/** Reference of a token to its grant; absent in tokens from before grants existed. */
export interface Named {
  conversation: string;
  grant?: string | undefined;
}

/** Device that requests access: its `User-Agent`, and the hash of its browser name, if any. */
export interface Asking {
  device: string;
  browser: string | null;
}

/** Grants of all conversations: device, origin and expiry. */
export interface GrantBook {
  /** Returns whether a token's grant is in force; synchronous for cached conversations. */
  holds(named: Named): boolean | Promise<boolean>;
  /** Returns the grant of a token; undefined when it is not stored yet, or the token names none. */
  find(named: Named): Promise<Grant | undefined>;
  /** Records that a conversation is new, so that no grants are looked up. */
  begins(conversation: string): void;
  /** Records the use of a device. Stores its grant with the first call. */
  enter(
    named: Named,
    kind: "browser" | "integration",
    device: string,
    /** returns the keyed hash of the network; called when a conversation begins */
    network?: () => Promise<string | null>,
  ): Promise<void>;
  /** Makes a grant for a browser whose token names none. */
  adopt(conversation: string, device: string): Promise<Grant>;
  /** Grants access to a host user until the token's end; null when the host page signed the user out. */
  vouch(conversation: string, asked: Asking & { until: Date; givenAt?: Date | null }): Promise<Grant | null>;
  /** Makes the grant of an e-mailed link; idempotent by id. */
  makeLink(conversation: string, about: string | null, id: string): Promise<Grant>;
  lookAtLink(conversation: string, id: string, browser: string | null): Promise<LinkState | undefined>;
  /** Exchanges a link for a device, once. */
  takeLink(conversation: string, id: string, asked: Asking): Promise<Grant | { refused: LinkState }>;
  list(conversation: string): Promise<readonly Grant[]>;
  /** Ends grants in every process, and returns their ids. An empty id stands for tokens that name none. */
  end(conversation: string, which: Which): Promise<string[]>;
  close(): void;
}

/** Generates the id of a grant. */
export const newGrantId = (): string => randomBytes(9).toString("base64url");

const keyOf = (conversation: string): string => `grants/conversations/${conversation}`;
const none: Grants = { grants: [], vouchedSince: null, namelessEnded: false };
const remembered = 20_000;

/** Reads the stored grants of a conversation. */
export async function readGrants(store: Pick<Store, "readState">, conversation: string): Promise<Grants> {
  const stored = (await store.readState([keyOf(conversation)])).get(keyOf(conversation));
  return stored === undefined ? none : Grants.parse(stored.value);
}

/**
 * Opens the grants. They are stored with their conversation, so that they are erased together, and cached in
 * memory.
 */
export function openGrants(
  store: Pick<Store, "readState" | "stateTags" | "writeState" | "pass" | "hear">,
  now: () => Date,
  /** called for grants that ended in any process */
  onEnded: (conversation: string, ids: readonly string[]) => void,
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
    if (what !== null && what.ended.length > 0) onEnded(what.conversation, what.ended);
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
  /**
   * Updates grants with optimistic concurrency. `change` returns null for no change. An erased conversation
   * is skipped.
   */
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
      // an unknown grant may have been made in another process
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
          : withLastUse(kept, grant, device, now()),
      );
    },
    adopt: async (conversation, device) => {
      const grant = fresh("browser", device, null);
      await update(conversation, (kept) => withGrant(kept, grant, now()));
      return grant;
    },
    vouch: async (conversation, { device, browser, until, givenAt = null }) => {
      let issued = { ...fresh("host-user", device, until), browser };
      let takenBack = false;
      await update(conversation, (kept) => {
        takenBack = isTakenBack(kept, givenAt);
        if (takenBack) return null;
        const vouched = vouchGrant(kept, issued, now());
        issued = { ...vouched.device, browser };
        return vouched.next;
      });
      return takenBack ? null : issued;
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
      let result: ReturnType<typeof takeLink> = { refused: "ended" };
      await update(conversation, (kept) => {
        result = takeLink(kept, id, { ...asked, fresh: newGrantId() }, now());
        return "refused" in result ? null : result.next;
      });
      return "refused" in result ? result : (result as { device: Grant }).device;
    },
    list: async (conversation) => (await read(conversation)).kept?.grants ?? [],
    end: async (conversation, which) => {
      let ids: string[] = [];
      await update(conversation, (kept) => {
        const done = endGrants(kept, which, now());
        ids = "id" in which ? done.ended : [...done.ended, ""];
        return done.next;
      });
      onEnded(conversation, ids);
      await elsewhere.ended({ conversation, ended: ids });
      return ids;
    },
    close: elsewhere.close,
  };
}

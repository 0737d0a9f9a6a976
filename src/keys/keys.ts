import { createHmac } from "node:crypto";
import { StateConflict } from "../store/errors.ts";
import type { Store } from "../store/store.ts";
import { KeyKind } from "./key-kinds.ts";
import {
  completed,
  inUse,
  type Key,
  type KeySet,
  type KeysBefore,
  KeysError,
  newKey,
  openSet,
  rotated,
  sealSet,
  standsOn,
  voided,
} from "./key-set.ts";

const stateKey = "desk/keys";
const topic = "keys";
const everyMs = 1000;
const toldEveryMs = 60_000;

/** A key for verification; `before`: from before its kind had keys of its own. */
export interface ReadingKey {
  bytes: Buffer;
  before: boolean;
}

/** Keys of a desk. Each kind has its own, so that a leaked key affects one kind only. */
export interface Keys {
  /** Returns the accepted keys of a kind; the first one signs. */
  of(kind: KeyKind): readonly ReadingKey[];
  /** Returns the accepted keys in their stored form. */
  secrets(kind: "direct-line" | "host-users"): readonly string[];
  /** Logs the use of a key from before kinds had keys of their own. */
  usedBefore(kind: KeyKind): void;
  /**
   * Subscribes to key changes in any process. The listener receives the voided kinds. Returns a function that
   * unsubscribes.
   */
  watch(listener: (voided: readonly KeyKind[]) => void): () => void;
  /**
   * Rotates a key; `atOnce` voids the previous ones. Returns the new key, and until when the others are
   * accepted.
   */
  rotate(kind: KeyKind, atOnce: boolean): Promise<{ key: string; until: string | null }>;
  /** Returns whether the key of a kind is set in the environment, and is not rotatable here. */
  isFixed(kind: KeyKind): boolean;
  /** Lists when the keys of each kind were made, and until when previous ones are accepted. */
  list(): { kind: KeyKind; fixed: boolean; keys: Pick<Key, "madeAt" | "until">[] }[];
  close(): void;
}

/** Dependencies of the keys. */
export interface KeyParts {
  store: Pick<
    Store,
    "readState" | "stateTags" | "writeState" | "deleteState" | "staff" | "conversations" | "pass" | "hear"
  >;
  now: () => Date;
  /** secrets that encrypt the stored keys, the current one first; none: no encryption */
  keysSecrets: readonly string[];
  /** Direct Line secrets in the environment, the current one first; null: the desk generates its own */
  configured: readonly string[] | null;
  /** file of the generated Direct Line secret beside an embedded store; null: it is in the store */
  file: { read(): string; write(secret: string): void } | null;
  tell: (event: string, about: Record<string, unknown>) => void;
}

const olderDocuments = {
  "direct-line": "desk/direct-line-secret",
  "host-users": "desk/host-users-secret",
} as const;
const olderCookieKey = "desk/device-key";
const allOlder = [...Object.values(olderDocuments), olderCookieKey];

/** Opens the keys of a desk, and generates missing ones. Processes on one database share them. */
export async function openKeys(parts: KeyParts): Promise<Keys> {
  const { store, now, keysSecrets, configured, file, tell } = parts;
  const watchers = new Set<(voided: readonly KeyKind[]) => void>();
  const toldAt = new Map<KeyKind, number>();
  const read = new Map<KeyKind, { at: number; keys: readonly ReadingKey[] }>();
  let set: KeySet = { kinds: {} };
  let tag: string | null = null;

  const take = (next: KeySet, eTag: string): void => {
    const gone = voided(set, next, now());
    set = next;
    tag = eTag;
    read.clear();
    for (const call of watchers) call(gone);
  };
  const load = async (): Promise<KeySet | null> => {
    const kept = (await store.readState([stateKey])).get(stateKey);
    if (kept === undefined) return null;
    const opened = await openSet(kept.value, keysSecrets);
    if (kept.eTag !== tag) take(opened.set, kept.eTag);
    if (opened.isStale) await write(opened.set, kept.eTag);
    return opened.set;
  };
  const write = async (next: KeySet, eTag: string | null): Promise<boolean> => {
    try {
      const value = await sealSet(next, keysSecrets[0]);
      await store.writeState([{ key: stateKey, value, eTag, stored: (fresh) => take(next, fresh) }]);
      return true;
    } catch (error) {
      if (error instanceof StateConflict) return false;
      throw error;
    }
  };
  const make = async (): Promise<void> => {
    for (;;) {
      const kept = await load();
      const had = kept === null ? await hadBefore() : nothing;
      const next = completed(kept ?? { kinds: {} }, had, now());
      if (next === kept || (await write(next, kept === null ? null : tag))) break;
    }
    // an unencrypted copy would defeat the encryption
    if (keysSecrets.length > 0) await store.deleteState(allOlder);
  };
  const hadBefore = async (): Promise<KeysBefore> => {
    const older = await keptBefore(store);
    if (!(await hadData(store))) return older;
    const own = file?.read() ?? older.own["direct-line"];
    return { ...older, secrets: configured ?? (own === undefined ? [] : [own]) };
  };

  const secretsOf = (kind: "direct-line" | "host-users"): string[] => {
    const kept = inUse(set, kind, now()).map(({ key }) => key);
    if (kind === "host-users") return kept;
    if (configured !== null) return [...configured];
    return file === null ? kept : [file.read(), ...kept.slice(1)];
  };
  const readingKeys = (kind: KeyKind): ReadingKey[] =>
    inUse(set, kind, now())
      .filter((key) => standsOn(key, kind, secretsOf("direct-line")))
      .map(({ key, before = false }) => ({
        bytes: before ? Buffer.from(key, "base64url") : createHmac("sha256", key).update(kind).digest(),
        before,
      }));

  const isFixed = (kind: KeyKind): boolean => kind === "direct-line" && configured !== null;

  await make();
  let looking = false;
  let again = false;
  const look = async (): Promise<void> => {
    again = true;
    if (looking) return;
    looking = true;
    try {
      while (again) {
        again = false;
        if ((await store.stateTags([stateKey])).get(stateKey) !== tag) await load();
      }
    } catch (error) {
      // the keys stay while the store is unavailable; the next poll catches up
      if (error instanceof KeysError) tell("keys not read", { reason: error.code });
    } finally {
      looking = false;
    }
  };
  const rounds = setInterval(() => void look(), everyMs).unref();
  const stopHearing = store.hear(topic, () => void look());

  return {
    of: (kind) => {
      const known = read.get(kind);
      if (known !== undefined && Math.abs(now().getTime() - known.at) < everyMs) return known.keys;
      const keys = readingKeys(kind);
      read.set(kind, { at: now().getTime(), keys });
      return keys;
    },
    secrets: secretsOf,
    usedBefore: (kind) => {
      const at = now().getTime();
      if (at - (toldAt.get(kind) ?? Number.NEGATIVE_INFINITY) < toldEveryMs) return;
      toldAt.set(kind, at);
      tell("signed before keys were separate", { kind });
    },
    watch: (listener) => {
      watchers.add(listener);
      return () => void watchers.delete(listener);
    },
    rotate: async (kind, atOnce) => {
      if (isFixed(kind))
        throw new KeysError(
          "DIRECT_LINE_SECRET: is set; change it in the environment, and move the previous value to DIRECT_LINE_SECRET_OLD",
        );
      const key = newKey();
      for (;;) {
        const before = (await load()) ?? set;
        const own = kind === "direct-line" && file !== null ? withFirst(before, kind, file.read()) : before;
        if (await write(rotated(own, kind, key, { now: now(), atOnce }), tag)) break;
      }
      if (kind === "direct-line") {
        file?.write(key);
        read.clear();
      }
      store.pass(topic, {});
      return { key, until: set.kinds[kind]?.[1]?.until ?? null };
    },
    isFixed,
    list: () =>
      KeyKind.options.map((kind) => ({
        kind,
        fixed: isFixed(kind),
        keys: inUse(set, kind, now()).map(({ madeAt, until }) => ({ madeAt, until })),
      })),
    close: () => {
      clearInterval(rounds);
      stopHearing();
    },
  };
}

/** Replaces the current key of a kind by the one stored elsewhere. */
const withFirst = (set: KeySet, kind: KeyKind, key: string): KeySet => {
  const [first, ...others] = set.kinds[kind] ?? [];
  return first === undefined
    ? set
    : { ...set, kinds: { ...set.kinds, [kind]: [{ ...first, key }, ...others] } };
};

const nothing: KeysBefore = { own: {}, secrets: [], cookies: null };

/** Reads the separately stored keys of earlier versions. */
async function keptBefore(store: Pick<Store, "readState">): Promise<KeysBefore> {
  const kept = await store.readState(allOlder);
  const found = Object.entries(olderDocuments).flatMap(([kind, key]) => {
    const secret = kept.get(key)?.value["secret"];
    return typeof secret === "string" && secret.length >= 16 ? [[kind, secret] as const] : [];
  });
  const cookies = kept.get(olderCookieKey)?.value["key"];
  return {
    ...nothing,
    own: Object.fromEntries(found),
    cookies: typeof cookies === "string" ? cookies : null,
  };
}

/** Returns whether the store contains data of a desk. */
async function hadData(store: Pick<Store, "stateTags" | "staff" | "conversations">): Promise<boolean> {
  if ((await store.stateTags(allOlder)).size > 0) return true;
  if ((await store.staff(null)).revision > 0) return true;
  for await (const _ of store.conversations()) return true;
  return false;
}

import { createHash, createHmac, randomBytes } from "node:crypto";
import { CompactEncrypt, compactDecrypt, errors } from "jose";
import { z } from "zod";
import { StateConflict } from "../store/errors.ts";
import type { Store } from "../store/store.ts";
import { KeyKind, overlaps } from "./key-kinds.ts";

export const StoredKey = z.object({ key: z.string().min(43), since: z.iso.datetime() });

/** Returns the current key for signing or hashing. */
export type KeptKey = () => Promise<Buffer>;

/**
 * Makes the accessor of a random key that is stored under `docKey` and shared by all processes. The key is replaced after
 * `lifeMs`; what it made cannot be reproduced then.
 */
export function keptKey(
  store: Pick<Store, "readState" | "writeState">,
  docKey: string,
  now: () => Date,
  lifeMs = Number.POSITIVE_INFINITY,
): KeptKey {
  let known: { key: Buffer; until: number } | null = null;
  const read = async (): Promise<{ key: Buffer; until: number }> => {
    const stored = (await store.readState([docKey])).get(docKey);
    const entry = stored && StoredKey.parse(stored.value);
    const until = entry === undefined ? 0 : Date.parse(entry.since) + lifeMs;
    if (entry !== undefined && until > now().getTime())
      return { key: Buffer.from(entry.key, "base64url"), until };
    const value = { key: randomBytes(32).toString("base64url"), since: now().toISOString() };
    try {
      await store.writeState([{ key: docKey, value, eTag: stored?.eTag ?? null }]);
    } catch (error) {
      if (!(error instanceof StateConflict)) throw error;
    }
    return read();
  };
  return async () => {
    if (known === null || known.until <= now().getTime()) known = await read();
    return known.key;
  };
}

const DAY_MS = 24 * 3_600_000;

const Key = z.object({
  key: z.string().min(16),
  madeAt: z.iso.datetime(),
  /** null: the current key */
  until: z.iso.datetime().nullable(),
  /** base64url key from before its kind had keys of its own; other keys are derived from a root */
  before: z.literal(true).optional(),
});
export type Key = z.infer<typeof Key>;

/** All keys of a desk; in each kind the current one comes first. */
export const KeySet = z.object({ kinds: z.partialRecord(KeyKind, z.array(Key)) });
export type KeySet = z.infer<typeof KeySet>;

export const newKey = (): string => randomBytes(32).toString("base64url");

/** Keys of a desk from before key sets existed. */
export interface KeysBefore {
  /** keys that are adopted unchanged */
  own: Partial<Record<KeyKind, string>>;
  /** Direct Line secrets from which keys were derived; none on a new desk */
  secrets: readonly string[];
  /** key of device cookies */
  cookies: string | null;
}

/** Former derivation from the Direct Line secret, and the lifetime of what the keys signed. */
const derived: Partial<Record<KeyKind, { label: string; lastsMs: number }>> = {
  conversations: { label: "direct-line token", lastsMs: 30 * DAY_MS + 3_600_000 },
  "mail-links": { label: "direct-line token", lastsMs: 30 * DAY_MS },
  "console-links": { label: "console link", lastsMs: 7 * DAY_MS },
  "sign-in-flow": { label: "sign-in under way", lastsMs: 600_000 },
  "provider-tokens": { label: "kept of a provider", lastsMs: 8 * DAY_MS },
};
const follow = (secret: string, label: string): string =>
  createHmac("sha256", secret).update(label).digest("base64url");

function keysBefore(kind: KeyKind, { secrets, cookies }: KeysBefore, now: Date): Key[] {
  const past = (key: string, lastsMs: number): Key => ({
    key,
    madeAt: now.toISOString(),
    until: new Date(now.getTime() + lastsMs).toISOString(),
    before: true,
  });
  if (kind === "device-cookies") return cookies === null ? [] : [past(cookies, overlaps[kind])];
  const how = derived[kind];
  return how === undefined ? [] : secrets.map((secret) => past(follow(secret, how.label), how.lastsMs));
}

/** Adds missing kinds, together with their earlier keys. */
export function completed(set: KeySet, had: KeysBefore, now: Date): KeySet {
  const missing = KeyKind.options.filter((kind) => (set.kinds[kind] ?? []).length === 0);
  if (missing.length === 0) return set;
  const made = missing.map((kind) => {
    const first: Key = { key: had.own[kind] ?? newKey(), madeAt: now.toISOString(), until: null };
    return [kind, [first, ...keysBefore(kind, had, now)]];
  });
  return { kinds: { ...set.kinds, ...Object.fromEntries(made) } };
}

/** Rotates the key of a kind. Previous keys are accepted for their overlap, or not at all with `atOnce`. */
export function rotated(
  set: KeySet,
  kind: KeyKind,
  fresh: string,
  { now, atOnce }: { now: Date; atOnce: boolean },
): KeySet {
  const at = now.toISOString();
  const until = new Date(now.getTime() + (atOnce ? 0 : overlaps[kind])).toISOString();
  const before = (set.kinds[kind] ?? [])
    .map((key) => ({ ...key, until: key.until !== null && key.until < until ? key.until : until }))
    .filter((key) => key.until > at);
  return { kinds: { ...set.kinds, [kind]: [{ key: fresh, madeAt: at, until: null }, ...before] } };
}

/** Returns the accepted keys of a kind, the current one first. */
export const inUse = (set: KeySet, kind: KeyKind, now: Date): Key[] =>
  (set.kinds[kind] ?? []).filter(({ until }) => until === null || Date.parse(until) > now.getTime());

/**
 * Returns whether an earlier key derives from one of these Direct Line secrets. Keys of a removed secret are
 * void.
 */
export function standsOn({ key, before }: Key, kind: KeyKind, secrets: readonly string[]): boolean {
  const how = before === true ? derived[kind] : undefined;
  return how === undefined || secrets.some((secret) => follow(secret, how.label) === key);
}

/** Returns the kinds in which an accepted key was voided. */
export const voided = (before: KeySet, after: KeySet, now: Date): KeyKind[] =>
  KeyKind.options.filter((kind) => {
    const left = new Set(inUse(after, kind, now).map(({ key }) => key));
    return inUse(before, kind, now).some(({ key }) => !left.has(key));
  });

export const SealedKeys = z.object({ sealed: z.string() });

/** Thrown when stored keys cannot be read. Names the variable. */
export class KeysError extends Error {
  readonly code = "keys";
}

const keyOf = (secret: string): Buffer => createHash("sha256").update(`exit-desk keys ${secret}`).digest();

/** Serializes the keys for storage, encrypted when `KEYS_SECRET` is set. */
export async function sealSet(set: KeySet, secret: string | undefined): Promise<Record<string, unknown>> {
  if (secret === undefined) return set;
  const sealed = await new CompactEncrypt(Buffer.from(JSON.stringify(set)))
    .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
    .encrypt(keyOf(secret));
  return { sealed };
}

/**
 * Reads stored keys. `isStale`: they must be encrypted again with the first secret. Throws a KeysError when `KEYS_SECRET`
 * is missing or wrong.
 */
export async function openSet(
  kept: Record<string, unknown>,
  secrets: readonly string[],
): Promise<{ set: KeySet; isStale: boolean }> {
  const sealed = SealedKeys.safeParse(kept);
  if (!sealed.success) return { set: KeySet.parse(kept), isStale: secrets.length > 0 };
  if (secrets.length === 0)
    throw new KeysError("KEYS_SECRET: got nothing, but the keys of this desk are encrypted with it");
  for (const [at, secret] of secrets.entries()) {
    try {
      const { plaintext } = await compactDecrypt(sealed.data.sealed, keyOf(secret), {
        keyManagementAlgorithms: ["dir"],
        contentEncryptionAlgorithms: ["A256GCM"],
      });
      return { set: KeySet.parse(JSON.parse(Buffer.from(plaintext).toString())), isStale: at > 0 };
    } catch (error) {
      if (!(error instanceof errors.JOSEError)) throw error;
    }
  }
  throw new KeysError(
    "KEYS_SECRET: got a value, expected the secret that encrypted the keys of this desk, or a new one together with the previous as KEYS_SECRET_OLD",
  );
}

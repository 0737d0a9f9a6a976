import { createHash } from "node:crypto";
import { CompactEncrypt, compactDecrypt, errors } from "jose";
import { z } from "zod";
import { KeySet } from "./key-set.ts";

const Sealed = z.object({ sealed: z.string() });

/** Thrown when the kept keys cannot be read; the message names the variable. */
export class KeysError extends Error {
  readonly code = "keys";
}

const keyOf = (secret: string): Buffer => createHash("sha256").update(`exit-desk keys ${secret}`).digest();

/** The keys as they are kept: encrypted where `KEYS_SECRET` is given. */
export async function sealSet(set: KeySet, secret: string | undefined): Promise<Record<string, unknown>> {
  if (secret === undefined) return set;
  const sealed = await new CompactEncrypt(Buffer.from(JSON.stringify(set)))
    .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
    .encrypt(keyOf(secret));
  return { sealed };
}

/**
 * Reads kept keys; `isStale`: they are not encrypted with the first of the secrets, and are to be. Throws a KeysError
 * where `KEYS_SECRET` is missing or another one.
 */
export async function openSet(
  kept: Record<string, unknown>,
  secrets: readonly string[],
): Promise<{ set: KeySet; isStale: boolean }> {
  const sealed = Sealed.safeParse(kept);
  if (!sealed.success) return { set: KeySet.parse(kept), isStale: secrets.length > 0 };
  if (secrets.length === 0)
    throw new KeysError("KEYS_SECRET: got nothing, is needed: the keys of this desk are encrypted with it");
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
    "KEYS_SECRET: got a value, takes the one that the keys of this desk were encrypted with, or any other one with that as KEYS_SECRET_OLD",
  );
}

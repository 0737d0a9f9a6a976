import { CompactEncrypt, compactDecrypt, EncryptJWT, errors, jwtDecrypt } from "jose";
import { z } from "zod";
import type { KeyKind } from "../../keys/key-kinds.ts";
import type { Keys } from "../../keys/keys.ts";

/** Encrypts stored provider tokens, so that a session record alone does not reveal them. */
export interface Seal {
  seal(text: string): Promise<string>;
  /** null when the key is no longer accepted */
  open(sealed: string): Promise<string | null>;
}

type SealKeys = Pick<Keys, "of" | "usedBefore">;

/** Opens something with the first key of a kind that fits. Returns null when none does, and notes the use of an old key. */
async function openWithAnyKey<T>(
  keys: SealKeys,
  kind: KeyKind,
  openWith: (key: Buffer) => Promise<T | null>,
): Promise<T | null> {
  for (const { bytes, before } of keys.of(kind)) {
    const opened = await openWith(bytes);
    if (opened === null) continue;
    if (before) keys.usedBefore(kind);
    return opened;
  }
  return null;
}

/** Returns the key of a kind that seals. */
function sealingKey(keys: SealKeys, kind: KeyKind): Buffer {
  const [key] = keys.of(kind);
  if (key === undefined) throw new Error("there is no key to seal with");
  return key.bytes;
}

/** Makes the encryption with keys of its own. */
export function makeSeal(keys: SealKeys): Seal {
  const openWith = async (sealed: string, key: Buffer): Promise<string | null> => {
    try {
      const { plaintext } = await compactDecrypt(sealed, key, {
        keyManagementAlgorithms: ["dir"],
        contentEncryptionAlgorithms: ["A256GCM"],
      });
      return new TextDecoder().decode(plaintext);
    } catch (error) {
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  };
  return {
    seal: async (text) =>
      new CompactEncrypt(new TextEncoder().encode(text))
        .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
        .encrypt(sealingKey(keys, "provider-tokens")),
    open: (sealed) => openWithAnyKey(keys, "provider-tokens", (key) => openWith(sealed, key)),
  };
}

/** A sign-in flow in progress: sign-in, step-up, or linking of an account. */
const Flow = z.object({
  purpose: z.enum(["sign-in", "step-up", "link"]),
  /** session of the flow; null when nobody is signed in */
  session: z.object({ agent: z.string(), key: z.string() }).nullable(),
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
});
export type Flow = z.infer<typeof Flow>;

/** Maximum duration of a flow in seconds. */
export const flowSeconds = 600;

/** Encrypts a flow for a cookie, so that any process can finish it, and nobody else can read or forge it. */
export interface FlowSeal {
  seal(flow: Flow): Promise<string>;
  /** null when it is forged or expired */
  open(sealed: string): Promise<Flow | null>;
}

const issuer = "exit-desk";

/** Makes the encryption with keys of its own. */
export function makeFlowSeal(keys: SealKeys, now: () => Date): FlowSeal {
  const openWith = async (sealed: string, key: Buffer): Promise<Flow | null> => {
    try {
      const { payload } = await jwtDecrypt(sealed, key, {
        issuer,
        currentDate: now(),
        keyManagementAlgorithms: ["dir"],
        contentEncryptionAlgorithms: ["A256GCM"],
      });
      return Flow.parse(payload["flow"]);
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof z.ZodError) return null;
      throw error;
    }
  };
  return {
    seal: async (flow) =>
      new EncryptJWT({ flow })
        .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
        .setIssuer(issuer)
        .setExpirationTime(new Date(now().getTime() + flowSeconds * 1000))
        .encrypt(sealingKey(keys, "sign-in-flow")),
    open: (sealed) => openWithAnyKey(keys, "sign-in-flow", (key) => openWith(sealed, key)),
  };
}

import { CompactEncrypt, compactDecrypt, EncryptJWT, errors, jwtDecrypt } from "jose";
import { z } from "zod";
import type { Keys } from "../../keys/keys.ts";

/** Encrypts stored provider tokens, so that a session record alone does not reveal them. */
export interface Seal {
  seal(text: string): Promise<string>;
  /** null when the key is no longer accepted */
  open(sealed: string): Promise<string | null>;
}

/** Makes the encryption with keys of its own. */
export function makeSeal(keys: Pick<Keys, "of" | "usedBefore">): Seal {
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
    seal: (text) => {
      const [key] = keys.of("provider-tokens");
      if (key === undefined) throw new Error("there is no key to seal with");
      return new CompactEncrypt(new TextEncoder().encode(text))
        .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
        .encrypt(key.bytes);
    },
    open: async (sealed) => {
      for (const { bytes, before } of keys.of("provider-tokens")) {
        const text = await openWith(sealed, bytes);
        if (text === null) continue;
        if (before) keys.usedBefore("provider-tokens");
        return text;
      }
      return null;
    },
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
export function makeFlowSeal(keys: Pick<Keys, "of" | "usedBefore">, now: () => Date): FlowSeal {
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
    seal: (flow) => {
      const [key] = keys.of("sign-in-flow");
      if (key === undefined) throw new Error("there is no key to seal with");
      return new EncryptJWT({ flow })
        .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
        .setIssuer(issuer)
        .setExpirationTime(new Date(now().getTime() + flowSeconds * 1000))
        .encrypt(key.bytes);
    },
    open: async (sealed) => {
      for (const { bytes, before } of keys.of("sign-in-flow")) {
        const flow = await openWith(sealed, bytes);
        if (flow === null) continue;
        if (before) keys.usedBefore("sign-in-flow");
        return flow;
      }
      return null;
    },
  };
}

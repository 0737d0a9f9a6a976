import { CompactEncrypt, compactDecrypt, errors } from "jose";
import type { Keys } from "../../keys/keys.ts";

/** Seals what is kept of a provider, so that a session alone is of no use to whoever reads it. */
export interface Seal {
  seal(text: string): Promise<string>;
  /** null for what was sealed with a key that is not read any more */
  open(sealed: string): Promise<string | null>;
}

/** Makes the seal, whose keys are of no use elsewhere. */
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

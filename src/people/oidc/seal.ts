import { createHmac } from "node:crypto";
import { CompactEncrypt, compactDecrypt, errors } from "jose";

/** Seals what is kept of a provider, so that the store alone is of no use to whoever reads it. */
export interface Seal {
  seal(text: string): Promise<string>;
  /** null for what was sealed with another secret */
  open(sealed: string): Promise<string | null>;
}

/** Makes the seal; its key follows from the desk's secret and is of no use elsewhere. */
export function makeSeal(secret: string): Seal {
  const key = createHmac("sha256", secret).update("kept of a provider").digest();
  return {
    seal: (text) =>
      new CompactEncrypt(new TextEncoder().encode(text))
        .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
        .encrypt(key),
    open: async (sealed) => {
      try {
        return new TextDecoder().decode((await compactDecrypt(sealed, key)).plaintext);
      } catch (error) {
        if (error instanceof errors.JOSEError) return null;
        throw error;
      }
    },
  };
}

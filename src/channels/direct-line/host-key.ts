import { createPublicKey, createSecretKey, type KeyObject } from "node:crypto";

/** What the tokens of a host page are checked with, and the only algorithm that goes with it. */
export interface HostKey {
  key: KeyObject;
  algorithm: "HS256" | "EdDSA" | "ES256" | "RS256";
}

function publicKey(pem: string): HostKey | null {
  const key = createPublicKey(pem);
  if (key.asymmetricKeyType === "ed25519") return { key, algorithm: "EdDSA" };
  if (key.asymmetricKeyType === "rsa") return { key, algorithm: "RS256" };
  return key.asymmetricKeyDetails?.namedCurve === "prime256v1" ? { key, algorithm: "ES256" } : null;
}

/** Reads a secret of 32 characters or more, or a public key as PEM; null for anything else. */
export function hostKey(text: string): HostKey | null {
  if (!text.startsWith("-----BEGIN"))
    return text.length < 32 ? null : { key: createSecretKey(Buffer.from(text)), algorithm: "HS256" };
  try {
    return publicKey(text);
  } catch {
    return null;
  }
}

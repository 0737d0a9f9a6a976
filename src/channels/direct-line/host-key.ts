import { createPublicKey, createSecretKey, type KeyObject } from "node:crypto";
import { looksLike } from "../../keys/secret-text.ts";

/** What the tokens of a host page are checked with, and the only algorithm that goes with it. */
export interface HostKey {
  key: KeyObject;
  algorithm: "HS256" | "EdDSA" | "ES256" | "RS256";
}

/** Why a text is no key: what would do, and what it is taken for. */
export interface HostKeyFault {
  fault: string;
}

const least = 32;
/** bits of an RSA key */
const leastModulus = 2048;
const takes = `takes a secret of at least ${least} characters, or a public key as PEM (Ed25519, P-256 or RSA)`;
const fault = (seen: string): HostKeyFault => ({ fault: `${takes}; this looks like ${seen}` });

function algorithmOf(key: KeyObject): HostKey["algorithm"] | null {
  if (key.asymmetricKeyType === "ed25519") return "EdDSA";
  if (key.asymmetricKeyType === "rsa")
    return (key.asymmetricKeyDetails?.modulusLength ?? 0) >= leastModulus ? "RS256" : null;
  return key.asymmetricKeyType === "ec" && key.asymmetricKeyDetails?.namedCurve === "prime256v1"
    ? "ES256"
    : null;
}

/** Reads a PEM text: a public key alone, for a private one does not belong here, and a certificate has an end that nobody would watch. */
function fromPem(text: string): HostKey | HostKeyFault {
  const labels = [...text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----/g)].map(([, label = ""]) => label);
  if (labels.some((label) => label.includes("PRIVATE KEY")))
    return fault("a private key, which stays with the host page");
  if (labels.some((label) => label.includes("CERTIFICATE")))
    return fault("a certificate: openssl x509 -pubkey -noout gives its public key");
  if (labels.length > 1) return fault("several keys");
  if (!/^(RSA )?PUBLIC KEY$/.test(labels[0] ?? "")) return fault("PEM of another kind");
  try {
    const key = createPublicKey(text);
    const algorithm = algorithmOf(key);
    if (algorithm === null)
      return fault(`a public key of another kind, or RSA of less than ${leastModulus} bits`);
    return { key, algorithm };
  } catch {
    return fault("a public key that is damaged");
  }
}

/**
 * Reads a secret of 32 characters or more, or a public key as PEM. Key material that is spelt in another way is refused:
 * taken for a secret, a public key would let everybody who knows it sign.
 */
export function readHostKey(text: string): HostKey | HostKeyFault {
  const pem = text.replaceAll("\\n", "\n").trim();
  if (pem.startsWith("-----BEGIN") && pem.endsWith("-----")) return fromPem(pem);
  const seen = looksLike(text) ?? looksLike(pem);
  if (seen !== null) return fault(seen === "PEM" ? "PEM with something around it, or cut off" : seen);
  return text.length < least
    ? { fault: takes }
    : { key: createSecretKey(Buffer.from(text)), algorithm: "HS256" };
}

/** The same; null for nothing and for what is no key. */
export function hostKey(text: string): HostKey | null {
  const read = readHostKey(text);
  return "fault" in read ? null : read;
}

import { createPublicKey, createSecretKey, type KeyObject } from "node:crypto";

const base64 = /^[A-Za-z0-9+/_-]+={0,2}$/;
const pemWords = /\b(BEGIN|END) [A-Z0-9 ]*(KEY|CERTIFICATE)\b/i;
const sshKey = /^(ssh-(rsa|ed25519|dss)|ecdsa-sha2-\S+|sk-\S+@openssh\.com)\s/;
const sshType = /^\0\0\0.(ssh-|ecdsa-sha2-|sk-)/s;
const jsonToken = /^eyJ[\w-]+\.[\w-]*\.[\w-]*$/;
const fileName = /^\S*\.(pem|key|pub|crt|cer|der|p12|pfx|jwk|json)$/i;
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** Returns the byte sequences that a text may encode as base64 or hex. */
function bytesOf(text: string): Buffer[] {
  const packed = text.replace(/\s+/g, "");
  const hex = packed.replaceAll(":", "");
  return [
    ...(base64.test(packed) ? [Buffer.from(packed, "base64")] : []),
    ...(/^([0-9a-f]{2})+$/i.test(hex) ? [Buffer.from(hex, "hex")] : []),
  ];
}

/**
 * Returns whether bytes look like DER: a sequence of exactly their length, the head of a long one, or a key's
 * OID.
 */
function isDer(bytes: Buffer): boolean {
  const [tag, short = 0, inner, , oid] = bytes;
  if (tag !== 0x30) return false;
  if (short >= 0x80) return short <= 0x83 && short > 0x80 && bytes.length > 64;
  if (inner === 0x30 && oid === 0x06) return true;
  return bytes.length === short + 2 && bytes.length >= 32;
}

/** Returns whether decoded bytes are key material: DER, a P-256 point, an SSH key, PEM or a JSON Web Key. */
function isKeyMaterial(bytes: Buffer): boolean {
  const text = bytes.toString("latin1").trim();
  return (
    isDer(bytes) ||
    (bytes.length === 65 && bytes[0] === 4) ||
    sshType.test(text) ||
    text.includes("-----BEGIN") ||
    isJson(text)
  );
}

/**
 * Returns whether a text is a JSON Web Key (even a damaged one), a key set, or any other JSON object or
 * array.
 */
function isJson(text: string): boolean {
  if (/["']?kty["']?\s*:/.test(text)) return true;
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === "object" && read !== null;
  } catch {
    return false;
  }
}

/**
 * Describes a text that is not a plain secret; returns null for one that is. A public key used as a secret would let
 * everyone who knows it sign. Surrounding white space is refused because only one side might trim it.
 */
function looksLike(text: string): string | null {
  if (text.includes("-----BEGIN")) return "PEM";
  if (isJson(text)) return "a JSON Web Key";
  if (sshKey.test(text)) return "a key of SSH";
  if (pemWords.test(text)) return "PEM that is damaged";
  if (bytesOf(text).some(isKeyMaterial))
    return "a key or certificate without its lines -----BEGIN PUBLIC KEY----- and -----END PUBLIC KEY-----";
  if (jsonToken.test(text)) return "a token";
  if (/^(https?|file|data):/i.test(text) || fileName.test(text)) return "the address or name of a file";
  if (text.trim() === "") return "white space alone";
  if (text.trim() !== text) return "a secret with white space around it";
  if (unseen.test(text)) return "a secret with line breaks or other signs that nobody sees";
  if (/^(["'`]).*\1$/s.test(text)) return "a secret with quotation marks around it";
  return null;
}

/** Returns the reason why a text is not a secret of at least `least` characters, or null when it is one. */
export function secretFault(text: string, least: number): string | null {
  const expected = `expected at least ${least} characters`;
  const kind = looksLike(text);
  if (kind !== null) return `${expected} of a secret; this looks like ${kind}`;
  return text.length < least ? expected : null;
}

/** Key that verifies a host page's tokens, and the one algorithm allowed with it. */
export interface HostKey {
  key: KeyObject;
  algorithm: "HS256" | "EdDSA" | "ES256" | "RS256";
}

/** Explains why a text is not a key: the accepted formats, and the format that was recognized. */
interface HostKeyFault {
  fault: string;
}

const least = 32;
/** bits of an RSA key */
const leastModulus = 2048;
const expected = `expected a secret of at least ${least} characters, or a public key as PEM (Ed25519, P-256 or RSA)`;
const fault = (seen: string): HostKeyFault => ({ fault: `${expected}; this looks like ${seen}` });

function algorithmOf(key: KeyObject): HostKey["algorithm"] | null {
  if (key.asymmetricKeyType === "ed25519") return "EdDSA";
  if (key.asymmetricKeyType === "rsa")
    return (key.asymmetricKeyDetails?.modulusLength ?? 0) >= leastModulus ? "RS256" : null;
  return key.asymmetricKeyType === "ec" && key.asymmetricKeyDetails?.namedCurve === "prime256v1"
    ? "ES256"
    : null;
}

/**
 * Parses a PEM public key. Refuses private keys, which do not belong here, and certificates, whose expiry is
 * not monitored.
 */
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
 * Parses a secret of at least 32 characters or a PEM public key. Refuses key material in any other encoding, because a
 * public key used as a secret would let everyone who knows it sign.
 */
export function readHostKey(text: string): HostKey | HostKeyFault {
  const pem = text.replaceAll("\\n", "\n").trim();
  if (pem.startsWith("-----BEGIN") && pem.endsWith("-----")) return fromPem(pem);
  const kind = looksLike(text) ?? looksLike(pem);
  if (kind !== null) return fault(kind === "PEM" ? "PEM with something around it, or cut off" : kind);
  return text.length < least
    ? { fault: expected }
    : { key: createSecretKey(Buffer.from(text)), algorithm: "HS256" };
}

/** Parses a key as `readHostKey` does, but returns null for an empty or invalid text. */
export function hostKey(text: string): HostKey | null {
  const read = readHostKey(text);
  return "fault" in read ? null : read;
}

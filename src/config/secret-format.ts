import { createPublicKey, createSecretKey, type KeyObject } from "node:crypto";

const base64 = /^[A-Za-z0-9+/_-]+={0,2}$/;
const pemWords = /\b(BEGIN|END) [A-Z0-9 ]*(KEY|CERTIFICATE)\b/i;
const sshKey = /^(ssh-(rsa|ed25519|dss)|ecdsa-sha2-\S+|sk-\S+@openssh\.com)\s/;
const sshType = /^\0\0\0.(ssh-|ecdsa-sha2-|sk-)/s;
const jsonToken = /^eyJ[\w-]+\.[\w-]*\.[\w-]*$/;
const fileName = /^\S*\.(pem|key|pub|crt|cer|der|p12|pfx|jwk|json)$/i;
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** The bytes that a text may stand for besides its letters. */
function bytesOf(text: string): Buffer[] {
  const packed = text.replace(/\s+/g, "");
  const hex = packed.replaceAll(":", "");
  return [
    ...(base64.test(packed) ? [Buffer.from(packed, "base64")] : []),
    ...(/^([0-9a-f]{2})+$/i.test(hex) ? [Buffer.from(hex, "hex")] : []),
  ];
}

/** Tells whether bytes are an ASN.1 sequence of just their length, begin a long one, or begin as keys do: so do all keys and certificates in DER. */
function isDer(bytes: Buffer): boolean {
  const [tag, short = 0, inner, , oid] = bytes;
  if (tag !== 0x30) return false;
  if (short >= 0x80) return short <= 0x83 && short > 0x80 && bytes.length > 64;
  if (inner === 0x30 && oid === 0x06) return true;
  return bytes.length === short + 2 && bytes.length >= 32;
}

/** Tells whether bytes are key material that was packed once more: DER, a point of P-256, a key of SSH, PEM or a JSON Web Key. */
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

/** Tells whether a text is a JSON Web Key, a set of such, or another object or list, also one that is damaged. */
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
 * Tells what a text looks like that is no plain secret; null for one that is. Taken for a secret, a public key would let
 * everybody who knows it sign, and white space that only one side cuts off would make two secrets of one.
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

/** Why a text is no secret of so many characters, or null where it is one. */
export function secretFault(text: string, least: number): string | null {
  const takes = `takes at least ${least} characters`;
  const seen = looksLike(text);
  if (seen !== null) return `${takes} of a secret; this looks like ${seen}`;
  return text.length < least ? takes : null;
}

/** What the tokens of a host page are checked with, and the only algorithm that goes with it. */
export interface HostKey {
  key: KeyObject;
  algorithm: "HS256" | "EdDSA" | "ES256" | "RS256";
}

/** Why a text is no key: what would do, and what it is taken for. */
interface HostKeyFault {
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

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
export function looksLike(text: string): string | null {
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

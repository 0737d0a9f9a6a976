import { createHash, randomInt } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import type { KeptTotp } from "./person.ts";

const periodSeconds = 30;
/** bytes; what RFC 4226 recommends */
const secretSize = 20;
const recoveryCodes = 10;
const recoverySigns = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const recoveryLength = 10;

const hashOf = (code: string): string => createHash("sha256").update(code).digest("base64url");
const plain = (code: string): string => code.replace(/[\s-]/g, "").toUpperCase();

/** Makes a secret for an authenticator, in base 32. */
export const newSecret = (): string => new Secret({ size: secretSize }).base32;

/** The time step of a code that is good just now, one step early or late; null for a wrong one. */
function stepOf(secret: string, code: string, now: Date): number | null {
  const totp = new TOTP({ secret: Secret.fromBase32(secret), period: periodSeconds });
  const timestamp = now.getTime();
  const delta = totp.validate({ token: plain(code), timestamp, window: 1 });
  return delta === null ? null : Math.floor(timestamp / 1000 / periodSeconds) + delta;
}

/** What is kept once somebody has shown that their authenticator has the secret, and the codes for when it is lost; null for a wrong code. */
export function takeSecret(
  secret: string,
  code: string,
  now: Date,
): { kept: KeptTotp; recovery: string[] } | null {
  const lastStep = stepOf(secret, code, now);
  if (lastStep === null) return null;
  const recovery = Array.from({ length: recoveryCodes }, () =>
    Array.from({ length: recoveryLength }, () => recoverySigns[randomInt(recoverySigns.length)]).join(""),
  );
  return { kept: { secret, lastStep, recovery: recovery.map(hashOf) }, recovery };
}

/** What is kept after a code, of the authenticator or for when it is lost, was used; null for a wrong one and one that was used before. */
export function spendCode(kept: KeptTotp, code: string, now: Date): KeptTotp | null {
  const step = stepOf(kept.secret, code, now);
  if (step !== null) return step > kept.lastStep ? { ...kept, lastStep: step } : null;
  const hash = hashOf(plain(code));
  if (!kept.recovery.includes(hash)) return null;
  return { ...kept, recovery: kept.recovery.filter((one) => one !== hash) };
}

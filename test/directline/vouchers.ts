import { randomUUID } from "node:crypto";
import { SignJWT } from "jose";

export const hostSecret = "a secret that the host page has, too";

/** What a host's server says of somebody who is signed in there. */
export const voucher = (
  sub: string,
  audience: string,
  {
    key = new TextEncoder().encode(hostSecret),
    alg = "HS256",
    expires = "1h",
    jti = randomUUID(),
    says = {},
  }: {
    key?: Parameters<SignJWT["sign"]>[0];
    alg?: string;
    expires?: string | Date;
    jti?: string;
    /** what else it says, such as when it was given */
    says?: Record<string, unknown>;
  } = {},
): Promise<string> =>
  new SignJWT(says)
    .setProtectedHeader({ alg })
    .setSubject(sub)
    .setAudience(audience)
    .setExpirationTime(expires)
    .setJti(jti)
    .sign(key);

import { createHmac, createSecretKey } from "node:crypto";
import { errors, jwtVerify, SignJWT } from "jose";

/** `owner` makes the account of the first owner, `invitation` takes one up, `sign-in` gives an account another password. */
export type LinkKind = "owner" | "invitation" | "sign-in";

/** Makes and reads the signed part of the links that the desk gives out. */
export interface Links {
  sign(kind: LinkKind, id: string, until: Date): Promise<string>;
  /** Gives the id that was signed, or null for a link that is forged, over or of the other kind. */
  read(kind: LinkKind, token: string): Promise<string | null>;
}

const issuer = "exit-desk";

/** Makes links whose key follows from the desk's secret and is of no use elsewhere; those of an older secret are read as well. */
export function makeLinks(secret: string, now: () => Date, olderSecret: string | null = null): Links {
  const keyOf = (text: string) => createSecretKey(createHmac("sha256", text).update("console link").digest());
  const key = keyOf(secret);
  const older = olderSecret === null ? null : makeLinks(olderSecret, now);
  return {
    sign: (kind, id, until) =>
      new SignJWT()
        .setProtectedHeader({ alg: "HS256", typ: "JWT" })
        .setIssuer(issuer)
        .setAudience(kind)
        .setJti(id)
        .setExpirationTime(until)
        .sign(key),
    read: async (kind, token) => {
      try {
        const { payload } = await jwtVerify(token, key, {
          algorithms: ["HS256"],
          issuer,
          audience: kind,
          currentDate: now(),
        });
        return payload.jti ?? null;
      } catch (error) {
        if (error instanceof errors.JWSSignatureVerificationFailed) return older?.read(kind, token) ?? null;
        if (error instanceof errors.JOSEError) return null;
        throw error;
      }
    },
  };
}

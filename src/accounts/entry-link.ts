import { errors, jwtVerify, SignJWT } from "jose";
import type { Keys } from "../keys/keys.ts";
import type { Directory } from "./directory.ts";
import type { Sessions } from "./sessions.ts";

/**
 * Kind of link: `owner` creates the first account, `invitation` accepts one, `sign-in` sets a new password.
 */
export type LinkKind = "owner" | "invitation" | "sign-in";

/** Signs and verifies the tokens in links. */
export interface Links {
  sign(kind: LinkKind, id: string, until: Date): Promise<string>;
  /** Returns the signed id, or null when the token is forged, expired or of another kind. */
  read(kind: LinkKind, token: string): Promise<string | null>;
}

const issuer = "exit-desk";

/** Makes the link signer. Signs with the current key, and accepts previous ones. */
export const makeLinks = (keys: Pick<Keys, "of" | "usedBefore">, now: () => Date): Links => ({
  sign: (kind, id, until) => {
    const [key] = keys.of("console-links");
    if (key === undefined) throw new Error("there is no key to sign with");
    return new SignJWT()
      .setProtectedHeader({ alg: "HS256", typ: "JWT" })
      .setIssuer(issuer)
      .setAudience(kind)
      .setJti(id)
      .setExpirationTime(until)
      .sign(key.bytes);
  },
  read: async (kind, token) => {
    for (const { bytes, before } of keys.of("console-links")) {
      try {
        const { payload } = await jwtVerify(token, bytes, {
          algorithms: ["HS256"],
          issuer,
          audience: kind,
          currentDate: now(),
        });
        if (before) keys.usedBefore("console-links");
        return payload.jti ?? null;
      } catch (error) {
        if (error instanceof errors.JWSSignatureVerificationFailed) continue;
        if (error instanceof errors.JOSEError) return null;
        throw error;
      }
    }
    return null;
  },
});

/** Dependencies of accounts and passwords. */
export interface AccountParts {
  directory: Directory;
  links: Links;
  sessions: Pick<Sessions, "endAll">;
  /** common passwords */
  common: readonly string[];
  now: () => Date;
}

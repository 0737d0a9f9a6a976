import { errors, jwtVerify, SignJWT } from "jose";
import type { Keys } from "../keys/keys.ts";
import type { Directory } from "./directory.ts";
import type { Sessions } from "./sessions.ts";

/** `owner` makes the account of the first owner, `invitation` takes one up, `sign-in` gives an account another password. */
export type LinkKind = "owner" | "invitation" | "sign-in";

/** Makes and reads the signed part of the links that the desk gives out. */
export interface Links {
  sign(kind: LinkKind, id: string, until: Date): Promise<string>;
  /** Gives the id that was signed, or null for a link that is forged, over or of the other kind. */
  read(kind: LinkKind, token: string): Promise<string | null>;
}

const issuer = "exit-desk";

/** Makes links with the first of their keys, which are of no use elsewhere, and reads those that any of them made. */
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

/** What accounts and passwords are kept and made with. */
export interface AccountParts {
  directory: Directory;
  links: Links;
  sessions: Pick<Sessions, "endAll">;
  /** passwords that are guessed first */
  common: readonly string[];
  now: () => Date;
}

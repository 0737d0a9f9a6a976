import { decodeJwt, decodeProtectedHeader } from "jose";

const LONGEST = 8192;

/** A token as it came, with the name of the key that it says it is signed with. Nothing of it is proven. */
export interface Presented {
  token: string;
  kid: string;
}

/** Why a token is not even worth looking up a key for. */
export type Unpresentable = "none" | "malformed" | "algorithm" | "issuer";

/**
 * Reads an Authorization header. Tokens of other issuers end here: those of the Emulator, of skills and of the App
 * Service Extension are Entra's, which signs for every app there is.
 */
export function presented(
  authorization: string | undefined,
  issuer: string,
): Presented | { because: Unpresentable } {
  if (authorization === undefined || authorization.trim() === "") return { because: "none" };
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization.slice(0, LONGEST + 1))?.[1];
  if (token === undefined || authorization.length > LONGEST) return { because: "malformed" };
  try {
    const { alg, kid } = decodeProtectedHeader(token);
    if (alg !== "RS256" || kid === undefined) return { because: "algorithm" };
    return decodeJwt(token).iss === issuer ? { token, kid } : { because: "issuer" };
  } catch {
    return { because: "malformed" };
  }
}

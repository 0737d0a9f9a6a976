import type { IncomingMessage } from "node:http";

const signs = "[\\w-]{20,100}";
const inCookie = new RegExp(`(?:^|;\\s*)exit_desk_session=(${signs})(?:;|$)`);
const inHostCookie = new RegExp(`(?:^|;\\s*)__Host-exit_desk_session=(${signs})(?:;|$)`);
const inHeader = new RegExp(`^Bearer (${signs})$`, "i");
const inProtocol = new RegExp(`(?:^|,)\\s*bearer\\.(${signs})\\s*(?:,|$)`);
const weekSeconds = 7 * 24 * 3600;

/** What the session's cookie is called; over https by a name that browsers take from this very host alone. */
export const cookieName = (secure: boolean): string => `${secure ? "__Host-" : ""}exit_desk_session`;

/**
 * The token of a request's session, or null. A page in a foreign frame, as in Teams, has no cookie: it shows the token
 * in `Authorization`, and for a WebSocket, which takes no such header, as a protocol named `bearer.<token>`.
 */
export function sessionTokenOf({ headers }: IncomingMessage, secure: boolean): string | null {
  const found =
    inHeader.exec(headers.authorization ?? "") ??
    inProtocol.exec(headers["sec-websocket-protocol"] ?? "") ??
    (secure ? inHostCookie : inCookie).exec(headers.cookie ?? "");
  return found?.[1] ?? null;
}

/** The header that gives a browser its session, or takes it away. Scripts do not see it, other sites do not send it. */
export const sessionCookie = (token: string | null, secure: boolean): { "set-cookie": string } => ({
  "set-cookie": `${cookieName(secure)}=${token ?? ""}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${token === null ? 0 : weekSeconds}${secure ? "; Secure" : ""}`,
});

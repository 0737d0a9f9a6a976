import type { IncomingMessage } from "node:http";

const name = "exit_desk_session";
const own = new RegExp(`(?:^|;\\s*)${name}=([\\w-]{20,100})(?:;|$)`);
const weekSeconds = 7 * 24 * 3600;

/** The token of the session in a request's cookie, or null. */
export const sessionTokenOf = (req: IncomingMessage): string | null =>
  own.exec(req.headers.cookie ?? "")?.[1] ?? null;

/** The header that gives a browser its session, or takes it away. Scripts do not see it, other sites do not send it. */
export const sessionCookie = (token: string | null, secure: boolean): Record<string, string> => ({
  "set-cookie": `${name}=${token ?? ""}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${token === null ? 0 : weekSeconds}${secure ? "; Secure" : ""}`,
});

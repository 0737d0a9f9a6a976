import type { IncomingMessage, OutgoingHttpHeaders } from "node:http";
import { type Device, deviceDays } from "../../people/devices.ts";
import type { ApiDesk } from "./desk.ts";
import { sessionCookie } from "./session-token.ts";

const seconds = deviceDays * 86_400;
const nameOf = (secure: boolean): string => `${secure ? "__Host-" : ""}exit_desk_device`;

/** What a browser shows of who has signed in there before; null for nothing. */
function deviceCookieOf({ headers }: IncomingMessage, secure: boolean): string | null {
  const found = new RegExp(`(?:^|;\\s*)${nameOf(secure)}=([\\w.~-]{1,2000})(?:;|$)`).exec(
    headers.cookie ?? "",
  );
  return found?.[1] ?? null;
}

/** For whom the browser of a request is known. */
export const devicesOf = (
  { devices, secure }: Pick<ApiDesk, "devices" | "secure">,
  req: IncomingMessage,
): Device[] => devices.read(deviceCookieOf(req, secure));

/** The headers that give a browser its session, and let it be known again when the session is over. */
export function signedInCookies(
  { devices, secure }: Pick<ApiDesk, "devices" | "secure">,
  req: IncomingMessage,
  session: { token: string; agent: string },
): OutgoingHttpHeaders & { "set-cookie": string[] } {
  const value = devices.renew(deviceCookieOf(req, secure), session.agent);
  const { "set-cookie": cookie } = sessionCookie(session.token, secure);
  const device = `${nameOf(secure)}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${seconds}${secure ? "; Secure" : ""}`;
  return { "set-cookie": [cookie, device] };
}

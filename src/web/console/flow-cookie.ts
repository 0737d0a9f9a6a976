import type { IncomingMessage } from "node:http";
import { flowSeconds } from "../../people/oidc/flow.ts";

const nameOf = (secure: boolean): string => `${secure ? "__Host-" : ""}exit_desk_sign_in`;

/** What the browser keeps of a sign-in at the provider, sealed; null for nothing. */
export function flowCookieOf({ headers }: IncomingMessage, secure: boolean): string | null {
  const found = new RegExp(`(?:^|;\\s*)${nameOf(secure)}=([\\w.-]{1,4000})(?:;|$)`).exec(
    headers.cookie ?? "",
  );
  return found?.[1] ?? null;
}

/** The cookie that keeps it, or lets go of it. The browser sends it along when the provider sends it back here. */
export const flowCookie = (sealed: string | null, secure: boolean): string =>
  `${nameOf(secure)}=${sealed ?? ""}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${sealed === null ? 0 : flowSeconds}${secure ? "; Secure" : ""}`;

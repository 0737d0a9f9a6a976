import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage, OutgoingHttpHeaders } from "node:http";
import { isAtLeast, type Person, type SignInRules } from "../accounts/account.ts";
import { deviceDays, type KnownDevice } from "../accounts/login-throttle.ts";
import type { Session, SessionStart } from "../accounts/session.ts";
import type { LoginAttempt } from "../accounts/sign-in.ts";
import type { AuditRecorder } from "../audit/audit-log.ts";
import { addressOf, countedAs, originOf } from "../http/client-address.ts";
import type { DistributedCounters } from "../http/distributed-counters.ts";
import type { Limits } from "../http/limits.ts";
import type { ProblemResponse } from "../http/problems.ts";
import type { ApiDesk } from "./api-context.ts";
import type { Endpoint, EndpointInput, Principal } from "./endpoint.ts";

const signs = "[\\w-]{20,100}";
const inCookie = new RegExp(`(?:^|;\\s*)exit_desk_session=(${signs})(?:;|$)`);
const inHostCookie = new RegExp(`(?:^|;\\s*)__Host-exit_desk_session=(${signs})(?:;|$)`);
const inHeader = new RegExp(`^Bearer (${signs})$`, "i");
const inProtocol = new RegExp(`(?:^|,)\\s*bearer\\.(${signs})\\s*(?:,|$)`);
const weekSeconds = 7 * 24 * 3600;

/** Returns the name of the session cookie. Over https the `__Host-` prefix binds it to this host. */
export const cookieName = (secure: boolean): string => `${secure ? "__Host-" : ""}exit_desk_session`;

/**
 * Returns the session token of a request, or null. Third-party frames, as in Teams, have no cookie. They send the token
 * in `Authorization`, and for a WebSocket, which allows no such header, as the subprotocol `bearer.<token>`.
 */
function sessionTokenOf({ headers }: IncomingMessage, secure: boolean): string | null {
  const found =
    inHeader.exec(headers.authorization ?? "") ??
    inProtocol.exec(headers["sec-websocket-protocol"] ?? "") ??
    (secure ? inHostCookie : inCookie).exec(headers.cookie ?? "");
  return found?.[1] ?? null;
}

/** Makes the header that sets or clears the session cookie, hidden from scripts and other sites. */
export const sessionCookie = (token: string | null, secure: boolean): { "set-cookie": string } => ({
  "set-cookie": `${cookieName(secure)}=${token ?? ""}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${token === null ? 0 : weekSeconds}${secure ? "; Secure" : ""}`,
});

const seconds = deviceDays * 86_400;
const nameOf = (secure: boolean): string => `${secure ? "__Host-" : ""}exit_desk_device`;

/** Returns the device cookie of a request, or null. */
function deviceCookieOf({ headers }: IncomingMessage, secure: boolean): string | null {
  const found = new RegExp(`(?:^|;\\s*)${nameOf(secure)}=([\\w.~-]{1,2000})(?:;|$)`).exec(
    headers.cookie ?? "",
  );
  return found?.[1] ?? null;
}

/** Returns the accounts that have signed in from the request's browser. */
const devicesOf = (
  { devices, secure }: Pick<ApiDesk, "devices" | "secure">,
  req: IncomingMessage,
): KnownDevice[] => devices.read(deviceCookieOf(req, secure));

/** Makes the headers that set the session cookie and the device cookie. */
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

const longestName = 300;

/** Makes the record of a new session from its request. */
export const sessionStartOf = (req: IncomingMessage, by: SessionStart["by"]): SessionStart => ({
  by,
  from: addressOf(req),
  provider: null,
  browser: (req.headers["user-agent"] ?? "").slice(0, longestName),
});

const same = (given: string, wanted: string): boolean => {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
};

/** Returns the signed-in account and session of a request, or null. */
export async function principalOf(
  { sessions, accounts, secure }: Pick<ApiDesk, "sessions" | "accounts" | "secure">,
  req: IncomingMessage,
): Promise<Principal | null> {
  const token = sessionTokenOf(req, secure);
  const found = token === null ? null : await sessions.find(token);
  if (found?.account === undefined) return null;
  const { session, account } = found;
  const me = accounts.personIn(session.agent, account);
  return me === undefined ? null : { session, me };
}

/**
 * Returns whether an account must set up a second factor first. Sign-in by a provider needs none, because the
 * provider has its own.
 */
export const needsCode = (
  { me, session }: { me: Pick<Person, "role" | "totp">; session: Pick<Session, "by"> },
  { codeFor }: Pick<SignInRules, "codeFor">,
): boolean =>
  me.totp === null && codeFor.includes(me.role) && (session.by === "password" || session.by === "link");

/** Returns until when step-up endpoints are open, in milliseconds since 1970. */
export const reauthenticatedUntil = (
  { provenAt }: Pick<Session, "provenAt">,
  { stepUpMinutes }: Pick<SignInRules, "stepUpMinutes">,
): number => (provenAt === null ? 0 : Date.parse(provenAt) + stepUpMinutes * 60_000);

/**
 * Makes the check of every call. Open endpoints are rate limited only. Others check session, CSRF token on
 * writes, role, second factor, step-up and rate limit.
 */
export function makeAuthenticator(
  desk: Pick<ApiDesk, "sessions" | "accounts" | "devices" | "secure" | "rules">,
  limits: Pick<Limits, "writesPerAgent" | "readsPerAgent" | "strangersPerAddress">,
  counts: Pick<DistributedCounters, "buckets">,
  now: () => number,
): (
  req: IncomingMessage,
  call: Pick<Endpoint, "method" | "least" | "stepUp" | "beforeCode">,
) => Promise<Principal | ProblemResponse | null> {
  const strangers = counts.buckets("strangersPerAddress", limits.strangersPerAddress);
  const writes = counts.buckets("writesPerAgent", limits.writesPerAgent);
  const reads = counts.buckets("readsPerAgent", limits.readsPerAgent);
  const tooFast = (wait: number): ProblemResponse | null =>
    wait > 0 ? { refused: "too-fast", retryAfter: wait } : null;
  /**
   * Limits open endpoints by address. Known browsers, and signed-in people once their network is exhausted,
   * have limits of their own.
   */
  const openToAll = async (req: IncomingMessage): Promise<ProblemResponse | null> => {
    const from = countedAs(req);
    if (from === null) return null;
    const [device] = devicesOf(desk, req);
    if (device !== undefined) return tooFast(strangers.take(`device ${device.id}`));
    const refused = tooFast(strangers.take(from));
    const asker = refused === null ? null : await principalOf(desk, req);
    return asker === null ? refused : tooFast(writes.take(asker.me.id));
  };
  return async (req, { method, least, stepUp, beforeCode }) => {
    if (least === null) return openToAll(req);
    const asker = await principalOf(desk, req);
    if (asker === null) return { refused: "not-signed-in" };
    const isWrite = method !== "get";
    const provided = req.headers["x-csrf-token"];
    if (isWrite && (typeof provided !== "string" || !same(provided, asker.session.csrf)))
      return { refused: "no-csrf" };
    if (!isAtLeast(asker.me.role, least)) return { refused: "not-allowed" };
    if (!beforeCode && needsCode(asker, desk.rules)) return { refused: "code-setup" };
    if (stepUp && now() >= reauthenticatedUntil(asker.session, desk.rules)) return { refused: "step-up" };
    return tooFast((isWrite ? writes : reads).take(asker.me.id)) ?? asker;
  };
}

/** Returns the origin of a sign-in request: network, known devices and session. */
export async function loginAttemptOf(
  desk: Pick<ApiDesk, "sessions" | "accounts" | "devices" | "secure">,
  req: IncomingMessage,
): Promise<LoginAttempt> {
  return {
    from: originOf(req),
    devices: devicesOf(desk, req),
    session: (await principalOf(desk, req))?.session ?? null,
  };
}

/** Makes the login attempt of a signed-in person. */
export const loginAttemptIn = (session: Session): LoginAttempt => ({ from: null, devices: [], session });

/** Makes the function that audits an action of a request. */
export const auditing =
  (
    record: AuditRecorder,
    req: IncomingMessage,
    asker: Principal | null,
  ): EndpointInput<unknown, unknown>["audit"] =>
  (what, about = {}, by = asker?.me.id ?? "unknown") =>
    record({ who: { kind: "agent", id: by }, from: addressOf(req), what, about });

/** Returns the details of an audit entry: path parameters, and chosen fields of the body. */
export function aboutOf(
  { chosen = [] }: NonNullable<Endpoint["audited"]>,
  { params, body }: Pick<EndpointInput<unknown, unknown>, "params" | "body">,
): Record<string, string> {
  const provided = (body ?? {}) as Record<string, unknown>;
  const values = chosen.filter((name) => provided[name] !== undefined);
  return { ...params, ...Object.fromEntries(values.map((name) => [name, String(provided[name])])) };
}

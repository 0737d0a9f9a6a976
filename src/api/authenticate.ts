import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage, OutgoingHttpHeaders } from "node:http";
import { isAtLeast, type Person, type SignInRules } from "../accounts/account.ts";
import { deviceDays, type KnownDevice } from "../accounts/login-throttle.ts";
import type { Session, SessionStart } from "../accounts/session.ts";
import type { LoginAttempt } from "../accounts/sign-in.ts";
import type { AuditRecorder } from "../audit/audit-log.ts";
import { addressOf, countedAs, originOf } from "../http/client-address.ts";
import type { DistributedCounters } from "../http/distributed-counters.ts";
import type { ProblemResponse } from "../http/problems.ts";
import type { Limits } from "../http/rate-limits.ts";
import type { ApiDesk } from "./api-context.ts";
import type { Endpoint, EndpointInput, Principal } from "./endpoint.ts";

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
function sessionTokenOf({ headers }: IncomingMessage, secure: boolean): string | null {
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
const devicesOf = (
  { devices, secure }: Pick<ApiDesk, "devices" | "secure">,
  req: IncomingMessage,
): KnownDevice[] => devices.read(deviceCookieOf(req, secure));

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

const longestName = 300;

/** How a session begins that a request asks for. */
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

/** Who is signed in where this request comes from. */
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

/** Tells whether the desk wants a second factor of somebody who has none; whoever comes in by a provider has it there. */
export const needsCode = (
  { me, session }: { me: Pick<Person, "role" | "totp">; session: Pick<Session, "by"> },
  { codeFor }: Pick<SignInRules, "codeFor">,
): boolean =>
  me.totp === null && codeFor.includes(me.role) && (session.by === "password" || session.by === "link");

/** Until when somebody may do what asks for a sign-in just now, in milliseconds since 1970. */
export const reauthenticatedUntil = (
  { provenAt }: Pick<Session, "provenAt">,
  { stepUpMinutes }: Pick<SignInRules, "stepUpMinutes">,
): number => (provenAt === null ? 0 : Date.parse(provenAt) + stepUpMinutes * 60_000);

/** Makes the check of every call. Of one that is open to everybody, null when there were not too many. Of others: signed in, the session's own token on writes, the role, a sign-in just now where it is needed, and not too many. */
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
  /** A browser that is known here is counted by itself, and so is whoever is signed in once their network has taken too much. */
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
    const given = req.headers["x-csrf-token"];
    if (isWrite && (typeof given !== "string" || !same(given, asker.session.csrf)))
      return { refused: "no-csrf" };
    if (!isAtLeast(asker.me.role, least)) return { refused: "not-allowed" };
    if (!beforeCode && needsCode(asker, desk.rules)) return { refused: "code-setup" };
    if (stepUp && now() >= reauthenticatedUntil(asker.session, desk.rules)) return { refused: "step-up" };
    return tooFast((isWrite ? writes : reads).take(asker.me.id)) ?? asker;
  };
}

/** From where a request to sign in comes. */
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

/** Somebody who tries within a session. */
export const loginAttemptIn = (session: Session): LoginAttempt => ({ from: null, devices: [], session });

/** Makes the way to note what a request did, and from where. */
export const auditing =
  (
    record: AuditRecorder,
    req: IncomingMessage,
    asker: Principal | null,
  ): EndpointInput<unknown, unknown>["audit"] =>
  (what, about = {}, by = asker?.me.id ?? "unknown") =>
    record({ who: { kind: "agent", id: by }, from: addressOf(req), what, about });

/** What a line of the audit log says of a call besides what was done. */
export function aboutOf(
  { chosen = [] }: NonNullable<Endpoint["deed"]>,
  { params, body }: Pick<EndpointInput<unknown, unknown>, "params" | "body">,
): Record<string, string> {
  const given = (body ?? {}) as Record<string, unknown>;
  const values = chosen.filter((name) => given[name] !== undefined);
  return { ...params, ...Object.fromEntries(values.map((name) => [name, String(given[name])])) };
}

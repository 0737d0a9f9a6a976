import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Person } from "../../people/person.ts";
import { isAtLeast } from "../../people/rights.ts";
import type { Session } from "../../people/session.ts";
import type { SignInRules } from "../../people/sign-in-rules.ts";
import { countedAs } from "../address.ts";
import type { Refused } from "../answer.ts";
import type { Counts } from "../counts.ts";
import type { Limits } from "../limits.ts";
import type { ApiDesk } from "./desk.ts";
import { devicesOf } from "./device-cookie.ts";
import type { Asker, Endpoint } from "./endpoint.ts";
import { sessionTokenOf } from "./session-token.ts";

const same = (given: string, wanted: string): boolean => {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
};

/** Who is signed in where this request comes from. */
export async function askerOf(
  { sessions, accounts, secure }: Pick<ApiDesk, "sessions" | "accounts" | "secure">,
  req: IncomingMessage,
): Promise<Asker | null> {
  const token = sessionTokenOf(req, secure);
  const session = token === null ? null : await sessions.find(token);
  const me = session === null ? undefined : await accounts.person(session.agent);
  return session === null || me === undefined ? null : { session, me };
}

/** Tells whether the desk wants a second factor of somebody who has none; whoever comes in by a provider has it there. */
export const needsCode = (
  { me, session }: { me: Pick<Person, "role" | "totp">; session: Pick<Session, "by"> },
  { codeFor }: Pick<SignInRules, "codeFor">,
): boolean =>
  me.totp === null && codeFor.includes(me.role) && (session.by === "password" || session.by === "link");

/** Until when somebody may do what asks for a sign-in just now, in milliseconds since 1970. */
export const provenUntil = (
  { provenAt }: Pick<Session, "provenAt">,
  { stepUpMinutes }: Pick<SignInRules, "stepUpMinutes">,
): number => (provenAt === null ? 0 : Date.parse(provenAt) + stepUpMinutes * 60_000);

/** Makes the check of every call. Of one that is open to everybody, null when there were not too many. Of others: signed in, the session's own token on writes, the role, a sign-in just now where it is needed, and not too many. */
export function makeAdmission(
  desk: Pick<ApiDesk, "sessions" | "accounts" | "devices" | "secure" | "rules">,
  limits: Pick<Limits, "writesPerAgent" | "readsPerAgent" | "strangersPerAddress">,
  counts: Pick<Counts, "buckets">,
  now: () => number,
): (
  req: IncomingMessage,
  call: Pick<Endpoint, "method" | "least" | "stepUp" | "beforeCode">,
) => Promise<Asker | Refused | null> {
  const strangers = counts.buckets("strangersPerAddress", limits.strangersPerAddress);
  const writes = counts.buckets("writesPerAgent", limits.writesPerAgent);
  const reads = counts.buckets("readsPerAgent", limits.readsPerAgent);
  const tooFast = (wait: number): Refused | null =>
    wait > 0 ? { refused: "too-fast", retryAfter: wait } : null;
  /** A browser that is known here is counted by itself, and so is whoever is signed in once their network has taken too much. */
  const openToAll = async (req: IncomingMessage): Promise<Refused | null> => {
    const from = countedAs(req);
    if (from === null) return null;
    const [device] = devicesOf(desk, req);
    if (device !== undefined) return tooFast(strangers.take(`device ${device.id}`));
    const refused = tooFast(strangers.take(from));
    const asker = refused === null ? null : await askerOf(desk, req);
    return asker === null ? refused : tooFast(writes.take(asker.me.id));
  };
  return async (req, { method, least, stepUp, beforeCode }) => {
    if (least === null) return openToAll(req);
    const asker = await askerOf(desk, req);
    if (asker === null) return { refused: "not-signed-in" };
    const isWrite = method !== "get";
    const given = req.headers["x-csrf-token"];
    if (isWrite && (typeof given !== "string" || !same(given, asker.session.csrf)))
      return { refused: "no-csrf" };
    if (!isAtLeast(asker.me.role, least)) return { refused: "not-allowed" };
    if (!beforeCode && needsCode(asker, desk.rules)) return { refused: "code-setup" };
    if (stepUp && now() >= provenUntil(asker.session, desk.rules)) return { refused: "step-up" };
    return tooFast((isWrite ? writes : reads).take(asker.me.id)) ?? asker;
  };
}

import type { IncomingMessage } from "node:http";
import { type Flow, flowSeconds } from "../../accounts/oidc/flow.ts";
import type { ProviderAnswer } from "../../accounts/oidc/provider.ts";
import type { ProviderSignIn } from "../../accounts/oidc/provider-sign-in.ts";
import type { ApiDesk } from "../../api/api-context.ts";
import {
  auditing,
  principalOf,
  reauthenticatedUntil,
  sessionStartOf,
  signedInCookies,
} from "../../api/authenticate.ts";
import { readForm } from "../../http/body.ts";
import { countedAs } from "../../http/client-address.ts";
import { type HttpResponse, ok, type ProblemResponse } from "../../http/problems.ts";
import type { Request } from "../../http/route.ts";
import type { HttpServer } from "../../http/server.ts";

const nameOf = (secure: boolean): string => `${secure ? "__Host-" : ""}exit_desk_sign_in`;

/** Returns the sealed sign-in flow in a request's cookie, or null. */
function flowCookieOf({ headers }: IncomingMessage, secure: boolean): string | null {
  const found = new RegExp(`(?:^|;\\s*)${nameOf(secure)}=([\\w.-]{1,4000})(?:;|$)`).exec(
    headers.cookie ?? "",
  );
  return found?.[1] ?? null;
}

/** Makes the cookie that stores or clears the flow. SameSite=Lax, because the provider redirects back. */
const flowCookie = (sealed: string | null, secure: boolean): string =>
  `${nameOf(secure)}=${sealed ?? ""}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${sealed === null ? 0 : flowSeconds}${secure ? "; Secure" : ""}`;

const callbackPath = "/console/signed-in";

const goTo = (location: string, ...cookies: string[]): HttpResponse => ({
  status: 302,
  file: "",
  headers: { location, "set-cookie": cookies, "cache-control": "no-store", "referrer-policy": "no-referrer" },
});

/** Redirects to the console with an error. */
const stayOut = ({ refused }: { refused: string }, ...cookies: string[]): HttpResponse =>
  goTo(`/console/#trouble=${refused}`, ...cookies);

const isPurpose = (text: string): text is Flow["purpose"] => ["sign-in", "step-up", "link"].includes(text);

/**
 * Serves sign-in by the provider. `/console/sign-in?for=` redirects there, `/console/signed-in` is the callback, and
 * `/console/signed-out` receives back-channel logouts.
 */
export function serveProvider(web: HttpServer, desk: ApiDesk, oidc: ProviderSignIn): void {
  const { sessions, accounts, secure, audit } = desk;
  const { origins, limits, now } = web.settings;
  const visits = web.counts.buckets("providerPerAddress", limits.strangersPerAddress);

  /** Rate limits a handler by address. */
  const counted =
    (
      handle: (req: Request) => Promise<HttpResponse>,
    ): ((req: Request) => HttpResponse | Promise<HttpResponse>) =>
    (req) => {
      const from = countedAs(req);
      const wait = from === null ? 0 : visits.take(from);
      return wait > 0 ? { refused: "too-fast", retryAfter: wait } : handle(req);
    };

  const leave = async (req: Request): Promise<HttpResponse> => {
    const purpose = new URL(req.url ?? "/", "http://desk").searchParams.get("for") ?? "sign-in";
    const base = origins.base(req);
    if (base === null) return { refused: "bad-host" };
    if (!isPurpose(purpose)) return { refused: "bad-request" };
    const asker = purpose === "sign-in" ? null : await principalOf(desk, req);
    if (purpose !== "sign-in" && asker === null) return stayOut({ refused: "not-signed-in" });
    if (purpose === "link" && asker !== null && now() >= reauthenticatedUntil(asker.session, desk.rules))
      return stayOut({ refused: "step-up" });
    const begun = await oidc.provider.begin(`${base}${callbackPath}`, purpose === "step-up");
    if ("refused" in begun) return stayOut(begun);
    const session = asker === null ? null : { agent: asker.me.id, key: asker.session.key };
    const sealed = await oidc.flows.seal({ purpose: purpose, session, ...begun.secrets });
    return goTo(begun.location, flowCookie(sealed, secure));
  };

  const enter = async (
    req: Request,
    { claims, idToken, refreshToken }: ProviderAnswer,
  ): Promise<HttpResponse> => {
    const person = await oidc.enter(claims);
    if ("refused" in person) return stayOut(person, flowCookie(null, secure));
    await auditing(audit, req, null)("signed in by provider", { role: person.role }, person.id);
    const sid = typeof claims["sid"] === "string" ? claims["sid"] : null;
    const refresh = refreshToken === null ? null : await oidc.seal.seal(refreshToken);
    const provider = { sid, idToken, refresh, askedAt: null };
    const { token } = await sessions.start(person.id, { ...sessionStartOf(req, "provider"), provider });
    const { "set-cookie": cookies } = signedInCookies(desk, req, { token, agent: person.id });
    return goTo("/console/#/waiting", flowCookie(null, secure), ...cookies);
  };

  /** Returns the account of a flow's session, if it is still open. */
  const holderOf = async ({ session }: Flow) =>
    session !== null && (await sessions.holds(session.key)) ? accounts.person(session.agent) : undefined;

  const link = async (req: Request, flow: Flow, { claims }: ProviderAnswer): Promise<HttpResponse> => {
    const person = await holderOf(flow);
    const linked =
      person === undefined ? ({ refused: "not-signed-in" } as const) : await oidc.link(person.id, claims);
    if ("refused" in linked) return stayOut(linked, flowCookie(null, secure));
    await auditing(audit, req, null)("provider account linked", {}, linked.id);
    return goTo("/console/#/account", flowCookie(null, secure));
  };

  const prove = async (req: Request, flow: Flow, { claims }: ProviderAnswer): Promise<HttpResponse> => {
    const person = await holderOf(flow);
    if (person === undefined || flow.session === null || !oidc.isAbout(person, claims))
      return stayOut({ refused: "provider-other" }, flowCookie(null, secure));
    await sessions.prove(flow.session.key);
    await auditing(audit, req, null)("signed in again", {}, person.id);
    return goTo("/console/#proven", flowCookie(null, secure));
  };

  const comeBack = async (req: Request): Promise<HttpResponse> => {
    const sealed = flowCookieOf(req, secure);
    const flow = sealed === null ? null : await oidc.flows.open(sealed);
    const base = origins.base(req);
    if (flow === null || base === null)
      return stayOut({ refused: "provider-late" }, flowCookie(null, secure));
    const address = new URL(req.url ?? "/", base);
    const callback = new URL(`${base}${callbackPath}${address.search}`);
    const answer = await oidc.provider.finish(callback, flow, flow.purpose === "step-up");
    if ("refused" in answer) return stayOut(answer, flowCookie(null, secure));
    if (flow.purpose === "sign-in") return enter(req, answer);
    return flow.purpose === "link" ? link(req, flow, answer) : prove(req, flow, answer);
  };

  const signedOutThere = async (req: Request): Promise<HttpResponse> => {
    const form = await readForm(req, limits.bodyBytes);
    if ("refused" in form) return form;
    const ended = await oidc.checkLogout(form.get("logout_token") ?? "");
    if (ended === null) return { refused: "bad-request" } satisfies ProblemResponse;
    for (const person of (await accounts.people()).people) {
      if (person.oidc === null || (ended.subject !== null && person.oidc.subject !== ended.subject)) continue;
      for (const session of await sessions.list(person.id))
        if (session.provider !== null && (ended.sid === null || session.provider.sid === ended.sid))
          await sessions.end(session);
    }
    return ok({});
  };

  web.get("/console/sign-in", counted(leave));
  web.get(callbackPath, counted(comeBack));
  web.post("/console/signed-out", counted(signedOutThere));
}

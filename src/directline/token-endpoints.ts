import { z } from "zod";
import { readJson } from "../http/body.ts";
import { countedAs } from "../http/client-address.ts";
import { type HttpResponse, ok, type ProblemResponse } from "../http/problems.ts";
import type { Request } from "../http/route.ts";
import { bearerOf } from "../http/route.ts";
import { mayShow, readRenewal } from "./authorization.ts";
import { type DirectLineContext, deviceOf, recordDevice } from "./context.ts";
import { lastsFor, newUser } from "./conversations.ts";
import { BrowserName, exchangeLink, hashBrowser, LinkToken } from "./email-link.ts";
import type { Bearer, Claims } from "./token.ts";
import { notEmpty, readTokenRequest } from "./token-request.ts";

const Again = z.strictObject({ conversationId: z.string(), token: z.string().max(4096) });
/** Request for the conversation after an erased one, for host users. */
const After = Again.extend({ erased: z.literal(true) });
const ByLink = z.strictObject({ link: LinkToken, browser: BrowserName.optional() });
const ForHostUser = z.strictObject({ userToken: z.string().max(4096), browser: BrowserName.optional() });
const WidgetWish = z.union([z.strictObject({}), Again, After, ByLink, ForHostUser]).optional();
type WidgetWish = z.infer<typeof WidgetWish>;

/**
 * Returns the bearer that an old token, a link or a host token proves; null when the request contains none.
 */
async function readBearer(
  line: DirectLineContext,
  req: Request,
  wish: WidgetWish,
): Promise<Bearer | ProblemResponse | null> {
  if (wish === undefined) return null;
  if ("userToken" in wish) return vouchForUser(line, req, wish.userToken, wish.browser);
  if ("link" in wish) return exchangeLink(line, req, { link: wish.link, browser: wish.browser });
  if (!("token" in wish)) return null;
  const claims = await line.tokens.readStale(wish.token);
  if (claims?.conversation !== wish.conversationId || !mayShow(claims, req)) return { refused: "not-yours" };
  if (!(await line.grants.holds(claims))) return { refused: "not-yours" };
  if ("erased" in wish && claims.host === true && line.hostUsers !== null) return afterErased(line, claims);
  if (claims.grant !== undefined) return claims;
  line.web.settings.log.info({ conversation: claims.conversation }, "token without a grant renewed");
  const { id } = await line.grants.adopt(claims.conversation, deviceOf(req));
  return { ...claims, grant: id };
}

async function vouchForUser(
  line: DirectLineContext,
  req: Request,
  userToken: string,
  browser: string | undefined,
): Promise<Bearer | ProblemResponse> {
  const base = line.web.settings.origins.base(req);
  if (line.hostUsers === null || base === null) return { refused: "bad-user-token" };
  const wait = line.rateLimits.start(countedAs(req));
  if (wait) return wait;
  const vouched = await line.hostUsers.vouched(userToken, new URL(base).origin);
  if ("refused" in vouched) return vouched;
  const { until, givenAt, ...bearer } = vouched;
  const asked = { device: deviceOf(req), browser: hashBrowser(browser), until, givenAt };
  const grant = await line.grants.vouch(bearer.conversation, asked);
  return grant === null ? { refused: "bad-user-token" } : { ...bearer, grant: grant.id };
}

const SignedOut = z.strictObject({ userToken: z.string().max(4096) });

/** `POST /widget/signed-out`: ends the grants of a user whom the host page has signed out. */
export const endHostUser =
  (line: DirectLineContext) =>
  async (req: Request): Promise<HttpResponse> => {
    const body = await readJson(req, line.web.settings.limits.bodyBytes);
    if ("refused" in body) return body;
    const asked = SignedOut.safeParse(body.value);
    if (!asked.success) return { refused: "bad-request" };
    const base = line.web.settings.origins.base(req);
    if (line.hostUsers === null || base === null) return { refused: "bad-user-token" };
    const out = await line.hostUsers.signedOut(asked.data.userToken, new URL(base).origin);
    if ("refused" in out) return line.rateLimits.start(countedAs(req)) ?? out;
    await line.grants.end(out.conversation, { vouchedUntil: out.at });
    return ok({});
  };

/**
 * Returns a host user's conversation after an erased one. The grant was erased too, but the host's token is
 * still valid.
 */
async function afterErased(line: DirectLineContext, claims: Claims): Promise<Bearer | ProblemResponse> {
  const next = (await line.hostUsers?.after(claims)) ?? claims;
  const until = new Date((claims.word ?? claims.exp) * 1000);
  const asked = { device: "", browser: null, until };
  const grant = await line.grants.vouch(next.conversation, asked);
  return grant === null ? { refused: "not-yours" } : { ...next, grant: grant.id };
}

/** Returns the Direct Line URL for the widget, or null when the request names a foreign host. */
const domainFor = (line: DirectLineContext, req: Request): string | null => {
  const base = line.web.settings.origins.base(req);
  return base === null ? null : `${base}/v3/directline`;
};

/** Binds a token to the origin of the page that requests it. */
const bindToOrigin = ({ headers: { origin } }: Request): Pick<Bearer, "origins"> =>
  origin === undefined ? {} : { origins: [origin] };

async function grantToken(line: DirectLineContext, to: Bearer): Promise<Record<string, unknown>> {
  const { until, seconds } = await lastsFor(line, to);
  return {
    conversationId: to.conversation,
    token: line.tokens.issue(to, "talk", until),
    expires_in: seconds,
  };
}

/** Issues a token for a conversation that does not exist yet. */
function grantNewConversation(line: DirectLineContext, to: Bearer): Promise<Record<string, unknown>> {
  line.grants.begins(to.conversation);
  return grantToken(line, to);
}

/** `POST /tokens/generate`: issues a token for a new conversation to the bearer of the secret. */
export const generateToken =
  (line: DirectLineContext) =>
  async (req: Request): Promise<HttpResponse> => {
    const given = bearerOf(req);
    if (given === null) return { refused: "no-token" };
    if (!line.isSecret(given)) return { refused: "not-yours" };
    const body = await readJson(req, line.web.settings.limits.bodyBytes);
    if ("refused" in body) return body;
    const wish = readTokenRequest(body.value);
    return "refused" in wish
      ? wish
      : ok(await grantNewConversation(line, { ...newUser(wish), integration: true }));
  };

/** `POST /tokens/refresh`: issues a fresh token for the same conversation. Takes no parameters. */
export const refreshToken =
  (line: DirectLineContext) =>
  async (req: Request): Promise<HttpResponse> => {
    const read = await readRenewal(req, line);
    if ("refused" in read) return read;
    const { claims, body } = read;
    const unwanted = notEmpty(body);
    if (unwanted !== null) return unwanted;
    if ((await line.store.conversation(claims.conversation)) === "erased") return { refused: "gone" };
    return ok(await grantToken(line, claims));
  };

/**
 * `POST /widget/token`: issues a token for a new conversation, or for the one proven by an old token, a link
 * or the host page.
 */
export const widgetToken =
  (line: DirectLineContext) =>
  async (req: Request): Promise<HttpResponse> => {
    const body = await readJson(req, line.web.settings.limits.bodyBytes);
    if ("refused" in body) return body;
    const wish = WidgetWish.safeParse(body.value);
    if (!wish.success) return { refused: "bad-request" };
    const domain = domainFor(line, req);
    if (domain === null) return { refused: "bad-host" };
    const claims = await readBearer(line, req, wish.data);
    if (claims === null) {
      return (
        line.rateLimits.start(countedAs(req)) ??
        ok({ ...(await grantNewConversation(line, { ...newUser(), ...bindToOrigin(req) })), domain })
      );
    }
    if ("refused" in claims) return claims;
    const wait = line.rateLimits.renew(claims.conversation);
    if (wait) return wait;
    if ((await line.store.conversation(claims.conversation)) === "erased") return { refused: "gone" };
    await recordDevice(line, claims, req);
    return ok({ ...(await grantToken(line, { ...bindToOrigin(req), ...claims })), domain });
  };

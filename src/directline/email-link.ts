import { createHash } from "node:crypto";
import { z } from "zod";
import { readJson } from "../http/body.ts";
import { countedAs } from "../http/client-address.ts";
import { type HttpResponse, ok, type ProblemResponse } from "../http/problems.ts";
import type { Request } from "../http/route.ts";
import { type DirectLineContext, deviceOf } from "./context.ts";
import type { LinkState } from "./grants/grant.ts";
import type { Bearer, Claims } from "./token.ts";

export const LinkToken = z.string().max(4096);
/** Random name that a browser makes for itself and keeps secret. */
export const BrowserName = z.string().min(16).max(100);
const AskedLink = z.strictObject({ link: LinkToken, browser: BrowserName.optional() });
type AskedLink = z.infer<typeof AskedLink>;

/** Returns the hash of a browser's name; null when it sent none. */
export const hashBrowser = (browser: string | undefined): string | null =>
  browser === undefined ? null : createHash("sha256").update(browser).digest("base64url");

/** Returns whether a link predates grants. Such links work in any browser until they expire. */
const isNameless = (line: DirectLineContext, { grant, exp }: Claims): boolean =>
  grant === undefined && exp * 1000 > line.web.settings.now();

/** Exchanges an e-mailed link for access: once, and again for the same browser. */
export async function exchangeLink(
  line: DirectLineContext,
  req: Request,
  { link, browser }: AskedLink,
): Promise<Bearer | ProblemResponse> {
  const claims = await line.tokens.readLink(link);
  if (claims === null || !(await line.grants.holds({ conversation: claims.conversation })))
    return { refused: "not-yours" };
  const { conversation, user } = claims;
  const device = deviceOf(req);
  if (isNameless(line, claims)) {
    line.web.settings.log.info({ conversation }, "link without a grant opened");
    return { conversation, user, grant: (await line.grants.adopt(conversation, device)).id };
  }
  if (claims.grant === undefined) return { refused: "not-yours" };
  const granted = await line.grants.takeLink(conversation, claims.grant, {
    device,
    browser: hashBrowser(browser),
  });
  if (!("refused" in granted)) return { conversation, user, grant: granted.id };
  return { refused: granted.refused === "used" ? "link-used" : "not-yours" };
}

/** Returns the state of a link, or null when it is forged or its conversation was erased. */
async function readLinkState(
  line: DirectLineContext,
  { link, browser }: AskedLink,
): Promise<{ claims: Claims; state: LinkState; about: string | null } | null> {
  const claims = await line.tokens.readLink(link);
  if (claims === null || (await line.store.conversation(claims.conversation)) === "erased") return null;
  if (isNameless(line, claims)) {
    const holds = await line.grants.holds({ conversation: claims.conversation });
    return { claims, state: holds ? "open" : "ended", about: null };
  }
  if (claims.grant === undefined) return null;
  const state = await line.grants.lookAtLink(claims.conversation, claims.grant, hashBrowser(browser));
  const grant = await line.grants.find(claims);
  return state === undefined ? null : { claims, state, about: grant?.about ?? null };
}

async function read(line: DirectLineContext, req: Request): Promise<AskedLink | ProblemResponse> {
  const body = await readJson(req, line.web.settings.limits.bodyBytes);
  if ("refused" in body) return body;
  const asked = AskedLink.safeParse(body.value);
  return asked.success ? asked.data : { refused: "bad-request" };
}

/** `POST /widget/link`: returns the subject and state of a link for this browser. Does not use it. */
export const lookAtLink =
  (line: DirectLineContext) =>
  async (req: Request): Promise<HttpResponse> => {
    const asked = await read(line, req);
    if ("refused" in asked) return asked;
    const link = await readLinkState(line, asked);
    if (link === null) return { refused: "not-yours" };
    const { claims, state, about } = link;
    const renewable = line.sendLink !== null && (state === "used" || state === "over");
    return ok({ conversationId: claims.conversation, about, state, renewable });
  };

/** `POST /widget/link/renew`: sends a new link to the ticket's address, without revealing it. */
export const renewLink =
  (line: DirectLineContext) =>
  async (req: Request): Promise<HttpResponse> => {
    const asked = await read(line, req);
    if ("refused" in asked) return asked;
    const link = await readLinkState(line, asked);
    if (link === null || line.sendLink === null) return { refused: "not-yours" };
    const { claims, state, about } = link;
    if (state !== "used" && state !== "over") return { refused: "not-yours" };
    const wait = line.rateLimits.mail(claims.conversation, countedAs(req));
    if (wait) return wait;
    return (await line.sendLink(claims, about)) ? ok({ sent: true }) : { refused: "not-yours" };
  };

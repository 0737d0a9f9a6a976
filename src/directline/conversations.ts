import { randomBytes } from "node:crypto";
import { readJson } from "../http/body.ts";
import { countedAs } from "../http/client-address.ts";
import type { HttpResponse, ProblemResponse } from "../http/problems.ts";
import { bearerOf, type Request } from "../http/route.ts";
import type { Conversation } from "../store/records.ts";
import { claimsFor, claimsOf } from "./authorization.ts";
import { admitOpening, channel, type DirectLineContext, ensureOpen, recordDevice } from "./context.ts";
import { newGrantId } from "./grants/grants.ts";
import type { Bearer } from "./token.ts";
import { narrowBearer, readStart } from "./token-request.ts";

/** Makes the file export of a conversation. */
export type MakeExport = (
  conversation: Conversation,
  as: "html" | "json",
) => Promise<{ file: string; policy: string }>;

const types = { html: "text/html; charset=utf-8", json: "application/json; charset=utf-8" };

/** `GET /widget/copy/:id?as=html` or `json`: exports the conversation of the token as a file. */
export const exportOfConversation =
  (line: DirectLineContext, makeCopy: MakeExport) =>
  async (req: Request): Promise<HttpResponse> => {
    const claims = await claimsFor(req, line);
    if ("refused" in claims) return claims;
    const as = new URL(req.url ?? "/", "http://desk").searchParams.get("as") ?? "html";
    if (as !== "html" && as !== "json") return { refused: "bad-request" };
    const wait = line.rateLimits.renew(claims.conversation);
    if (wait) return wait;
    const conversation = await line.store.conversation(claims.conversation);
    if (conversation === "erased" || conversation === undefined) return { refused: "gone" };
    const { file, policy } = await makeCopy(conversation, as);
    return {
      status: 200,
      file,
      headers: {
        "content-type": types[as],
        "content-disposition": `attachment; filename="exit-desk-talk.${as}"`,
        "content-security-policy": policy,
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
      },
    };
  };

const unguessable = (): string => randomBytes(16).toString("base64url");

/**
 * Makes the bearer of a new conversation with random ids. A program with the secret may set the user id and
 * origins.
 */
export const newUser = ({
  userId = `dl_${unguessable()}`,
  origins,
}: {
  userId?: string | undefined;
  origins?: string[] | undefined;
} = {}): Bearer => ({
  conversation: unguessable(),
  user: userId,
  grant: newGrantId(),
  ...(origins && { origins }),
});

/** Returns the lifetime of a new token: the usual one, bounded by its grant. */
export async function lastsFor(
  { tokens, grants, web }: Pick<DirectLineContext, "tokens" | "grants" | "web">,
  to: Bearer,
): Promise<{ until: number; seconds: number }> {
  const now = Math.floor(web.settings.now() / 1000);
  const grant = await grants.find(to);
  const end = grant === undefined ? Number.POSITIVE_INFINITY : Math.floor(Date.parse(grant.until) / 1000);
  return { until: end, seconds: Math.max(0, Math.min(tokens.lifetime, end - now)) };
}

interface Described {
  conversationId: string;
  token: string;
  expires_in: number;
  streamUrl: string;
}

async function describeConversation(
  line: DirectLineContext,
  req: Request,
  conversation: Bearer,
  watermark: string | null,
): Promise<Described | ProblemResponse> {
  const base = line.web.settings.origins.base(req);
  if (base === null) return { refused: "bad-host" };
  await recordDevice(line, conversation, req);
  const { until, seconds } = await lastsFor(line, conversation);
  const stream = new URLSearchParams({
    ...(watermark && { watermark }),
    t: line.tokens.issue(conversation, "stream", until),
  });
  return {
    conversationId: conversation.conversation,
    token: line.tokens.issue(conversation, "talk", until),
    expires_in: seconds,
    streamUrl: `${base.replace(/^http/, "ws")}/v3/directline/conversations/${conversation.conversation}/stream?${stream}`,
  };
}

/** Returns the bearer and language of the conversation to start. */
async function bearerToStart(
  line: DirectLineContext,
  req: Request,
  body: unknown,
): Promise<(Bearer & { locale: string }) | ProblemResponse> {
  const given = bearerOf(req);
  const claims = given !== null && line.isSecret(given) ? null : await claimsOf(req, line);
  if (claims !== null && "refused" in claims) return claims;
  const request = readStart(body);
  if ("refused" in request) return request;
  const bearer =
    claims === null
      ? (line.rateLimits.start(countedAs(req)) ?? { ...newUser(request), integration: true as const })
      : narrowBearer(claims, request, body);
  return "refused" in bearer ? bearer : { ...bearer, locale: request.locale };
}

/** `POST /conversations`: starts the conversation of the token (201), or joins the existing one (200). */
export const startConversation =
  (line: DirectLineContext) =>
  async (req: Request): Promise<HttpResponse> => {
    if (bearerOf(req) === null) return { refused: "no-token" };
    const body = await readJson(req, line.web.settings.limits.bodyBytes);
    if ("refused" in body) return body;
    const conversation = await bearerToStart(line, req, body.value);
    if ("refused" in conversation) return conversation;
    const wait = line.rateLimits.renew(conversation.conversation);
    if (wait) return wait;
    const { conversation: id, user: userId, locale } = conversation;
    const refused = await admitOpening(line, conversation, req);
    if (refused !== null && (await line.store.conversation(id)) === undefined) return refused;
    line.web.budgets.reserveTurn(id);
    const opened = await line.inbox.open({ id, channel, userId, locale });
    if (opened !== "erased" && !opened.created) line.web.budgets.endTurn(id);
    if (opened === "erased") return { refused: "gone" };
    const found = await describeConversation(line, req, conversation, null);
    return "refused" in found ? found : { status: opened.created ? 201 : 200, json: JSON.stringify(found) };
  };

/** `GET /conversations/:id?watermark=`: returns a fresh token and stream URL after a lost connection. */
export const rejoinConversation =
  (line: DirectLineContext) =>
  async (req: Request): Promise<HttpResponse> => {
    const claims = await claimsFor(req, line);
    if ("refused" in claims) return claims;
    const refused = line.rateLimits.renew(claims.conversation) ?? (await ensureOpen(line, claims, req));
    if (refused) return refused;
    const watermark = new URL(req.url ?? "/", "http://desk").searchParams.get("watermark");
    const found = await describeConversation(line, req, claims, watermark);
    return "refused" in found ? found : { status: 200, json: JSON.stringify(found) };
  };

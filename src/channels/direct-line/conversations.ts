import { countedAs } from "../../web/address.ts";
import type { Answer, Refused } from "../../web/answer.ts";
import { bearerOf } from "../../web/bearer.ts";
import { readJson } from "../../web/body.ts";
import type { Asked } from "../../web/route.ts";
import { admitOpening } from "./admission.ts";
import { claimsFor, claimsOf } from "./authority.ts";
import { lastsFor } from "./lasting.ts";
import { channel, enter, type Line, noteDevice } from "./line.ts";
import { newcomer } from "./newcomer.ts";
import type { Bearer } from "./token.ts";
import { narrowed, readStart } from "./token-wish.ts";

interface Described {
  conversationId: string;
  token: string;
  expires_in: number;
  streamUrl: string;
}

async function described(
  line: Line,
  req: Asked,
  talk: Bearer,
  watermark: string | null,
): Promise<Described | Refused> {
  const base = line.web.settings.origins.base(req);
  if (base === null) return { refused: "bad-host" };
  await noteDevice(line, talk, req);
  const { until, seconds } = await lastsFor(line, talk);
  const stream = new URLSearchParams({
    ...(watermark && { watermark }),
    t: line.tokens.issue(talk, "stream", until),
  });
  return {
    conversationId: talk.conversation,
    token: line.tokens.issue(talk, "talk", until),
    expires_in: seconds,
    streamUrl: `${base.replace(/^http/, "ws")}/v3/directline/conversations/${talk.conversation}/stream?${stream}`,
  };
}

/** Whose talk begins, and in which language. */
async function whoStarts(
  line: Line,
  req: Asked,
  body: unknown,
): Promise<(Bearer & { locale: string }) | Refused> {
  const given = bearerOf(req);
  const claims = given !== null && line.isSecret(given) ? null : await claimsOf(req, line);
  if (claims !== null && "refused" in claims) return claims;
  const wish = readStart(body);
  if ("refused" in wish) return wish;
  const bearer =
    claims === null
      ? (line.allowance.start(countedAs(req)) ?? { ...newcomer(wish), integration: true as const })
      : narrowed(claims, wish, body);
  return "refused" in bearer ? bearer : { ...bearer, locale: wish.locale };
}

/** `POST /conversations`: begins the talk of the token (201), or joins it when it is there (200). */
export const startConversation =
  (line: Line) =>
  async (req: Asked): Promise<Answer> => {
    if (bearerOf(req) === null) return { refused: "no-token" };
    const body = await readJson(req, line.web.settings.limits.bodyBytes);
    if ("refused" in body) return body;
    const talk = await whoStarts(line, req, body.value);
    if ("refused" in talk) return talk;
    const wait = line.allowance.renew(talk.conversation);
    if (wait) return wait;
    const { conversation: id, user: userId, locale } = talk;
    const refused = await admitOpening(line, talk, req);
    if (refused !== null && (await line.store.conversation(id)) === undefined) return refused;
    line.web.budgets.turnComes(id);
    const opened = await line.door.open({ id, channel, userId, locale });
    if (opened !== "erased" && !opened.created) line.web.budgets.turnIsOver(id);
    if (opened === "erased") return { refused: "gone" };
    const found = await described(line, req, talk, null);
    return "refused" in found ? found : { status: opened.created ? 201 : 200, json: JSON.stringify(found) };
  };

/** `GET /conversations/:id?watermark=`: a fresh token and stream for a reader that lost its socket. */
export const rejoinConversation =
  (line: Line) =>
  async (req: Asked): Promise<Answer> => {
    const claims = await claimsFor(req, line);
    if ("refused" in claims) return claims;
    const refused = line.allowance.renew(claims.conversation) ?? (await enter(line, claims, req));
    if (refused) return refused;
    const watermark = new URL(req.url ?? "/", "http://desk").searchParams.get("watermark");
    const found = await described(line, req, claims, watermark);
    return "refused" in found ? found : { status: 200, json: JSON.stringify(found) };
  };

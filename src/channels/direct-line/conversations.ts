import { z } from "zod";
import { countedAs } from "../../web/address.ts";
import type { Answer, Refused } from "../../web/answer.ts";
import { bearerOf } from "../../web/bearer.ts";
import { readJson } from "../../web/body.ts";
import { Locale } from "../../web/locale.ts";
import type { Asked } from "../../web/route.ts";
import { claimsFor, claimsOf } from "./authority.ts";
import { channel, enter, type Line } from "./line.ts";
import { newcomer } from "./newcomer.ts";
import type { Bearer } from "./token.ts";

const Start = z
  .object({
    user: z
      .object({ id: z.string().optional().catch(undefined) })
      .optional()
      .catch(undefined),
    locale: Locale.catch("en").default("en"),
  })
  .default({ locale: "en" });

interface Described {
  conversationId: string;
  token: string;
  expires_in: number;
  streamUrl: string;
}

function described(line: Line, req: Asked, talk: Bearer, watermark: string | null): Described | Refused {
  const base = line.web.settings.origins.base(req);
  if (base === null) return { refused: "bad-host" };
  const stream = new URLSearchParams({
    ...(watermark && { watermark }),
    t: line.tokens.issue(talk, "stream"),
  });
  return {
    conversationId: talk.conversation,
    token: line.tokens.issue(talk, "talk"),
    expires_in: line.tokens.lifetime,
    streamUrl: `${base.replace(/^http/, "ws")}/v3/directline/conversations/${talk.conversation}/stream?${stream}`,
  };
}

async function whoStarts(line: Line, req: Asked, wanted: string | undefined): Promise<Bearer | Refused> {
  const given = bearerOf(req);
  if (given !== null && line.isSecret(given)) return line.allowance.start(countedAs(req)) ?? newcomer(wanted);
  return claimsOf(req, line.tokens);
}

/** `POST /conversations`: begins the talk of the token (201), or joins it when it is there (200). */
export const startConversation =
  (line: Line) =>
  async (req: Asked): Promise<Answer> => {
    if (bearerOf(req) === null) return { refused: "no-token" };
    const body = await readJson(req, line.web.settings.limits.bodyBytes);
    if ("refused" in body) return body;
    const start = Start.safeParse(body.value);
    if (!start.success) return { refused: "bad-request" };
    const talk = await whoStarts(line, req, start.data.user?.id);
    if ("refused" in talk) return talk;
    const wait = line.allowance.renew(talk.conversation);
    if (wait) return wait;
    const opened = await line.door.open({
      id: talk.conversation,
      channel,
      userId: talk.user,
      locale: start.data.locale,
    });
    if (opened === "erased") return { refused: "gone" };
    const found = described(line, req, talk, null);
    return "refused" in found ? found : { status: opened.created ? 201 : 200, json: JSON.stringify(found) };
  };

/** `GET /conversations/:id?watermark=`: a fresh token and stream for a reader that lost its socket. */
export const rejoinConversation =
  (line: Line) =>
  async (req: Asked): Promise<Answer> => {
    const claims = await claimsFor(req, line.tokens);
    if ("refused" in claims) return claims;
    const refused = line.allowance.renew(claims.conversation) ?? (await enter(line, claims));
    if (refused) return refused;
    const watermark = new URL(req.url ?? "/", "http://desk").searchParams.get("watermark");
    const found = described(line, req, claims, watermark);
    return "refused" in found ? found : { status: 200, json: JSON.stringify(found) };
  };

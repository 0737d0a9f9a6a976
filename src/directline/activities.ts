import { drainBody, readJson } from "../http/body.ts";
import { countedAs, originOf } from "../http/client-address.ts";
import type { HttpResponse, ProblemResponse } from "../http/problems.ts";
import type { Request } from "../http/route.ts";
import { aboutError } from "../runtime/log.ts";
import type { Activity } from "../store/records.ts";
import { claimsFor } from "./authorization.ts";
import { acceptReceipt, admitPost, type DirectLineContext, ensureOpen, ensureWritable } from "./context.ts";
import { readIncoming } from "./incoming-activity.ts";
import { pageOf, readPage, readWatermark } from "./log-page.ts";

/** maximum response size in characters; the client polls for the rest */
const answerSize = 1024 * 1024;
/** response size when the network's memory budget is exhausted */
const leastSize = 16 * 1024;

/**
 * `GET /conversations/:id/activities?watermark=`: returns the activities after the watermark. Responds to errors and
 * rate limits with an empty page, because a polling client stops after an error response.
 */
export const readActivities =
  (line: DirectLineContext) =>
  async (req: Request): Promise<HttpResponse> => {
    const claims = await claimsFor(req, line);
    if ("refused" in claims) return claims;
    const after = readWatermark(new URL(req.url ?? "/", "http://desk").searchParams.get("watermark"));
    const nothingNew = { status: 200, json: pageOf([], after).join("") };
    if (line.rateLimits.read(claims.conversation)) return nothingNew;
    try {
      const refused = await ensureOpen(line, claims, req);
      if (refused !== null) return refused.retryAfter === undefined ? refused : nothingNew;
      const most = Math.min(answerSize, Math.max(leastSize, line.web.budgets.memory.room(originOf(req))));
      const { pieces } = await readPage(line, claims.conversation, after, most);
      return { status: 200, json: pieces.join("") };
    } catch (error) {
      line.web.settings.log.error(
        { conversation: claims.conversation, ...aboutError(error) },
        "log not read",
      );
      return nothingNew;
    }
  };

/** `POST /conversations/:id/activities`: stores an activity, and returns its id once it is durable. */
export const postActivity =
  (line: DirectLineContext) =>
  async (req: Request): Promise<HttpResponse> => {
    const claims = await claimsFor(req, line);
    if ("refused" in claims) return refuseUnread(req, claims);
    const wait = await admitPost(line, claims, req);
    if (wait) return refuseUnread(req, wait);
    const { bodyBytes, fieldBytes } = line.web.settings.limits;
    const body = await readJson(req, bodyBytes);
    if ("refused" in body) return body;
    const delivery = readIncoming(body.value, claims, fieldBytes);
    if ("refused" in delivery) return delivery;
    const { activity, keys } = delivery;
    const closed = await (activity.type === "typing" ? ensureOpen : ensureWritable)(line, claims, req);
    if (closed) return closed;
    if (activity.type === "message") line.sockets.keep(claims.conversation);
    const signed = await acceptReceipt(line, claims, activity);
    return acceptedResponse(signed ?? (await postCounted(line, claims.conversation, activity, keys)));
  };

/** Posts an activity, and reserves the cost of its turn. */
async function postCounted(
  { inbox, web: { budgets } }: DirectLineContext,
  conversation: string,
  activity: Activity,
  keys: readonly string[],
): Promise<string> {
  const needsTurn = activity.type === "message";
  if (needsTurn) budgets.reserveTurn(conversation);
  const { id, duplicate } = await inbox.post(conversation, activity, keys);
  if (needsTurn && duplicate) budgets.endTurn(conversation);
  return id;
}

const acceptedResponse = (id: string): HttpResponse => ({
  status: 200,
  json: `{"id":${JSON.stringify(id)}}`,
});

/** `POST /conversations/:id/upload`: refuses uploads, and discards the body. */
export const refuseUpload =
  (line: DirectLineContext) =>
  async (req: Request): Promise<HttpResponse> => {
    const claims = await claimsFor(req, line);
    if ("refused" in claims) return refuseUnread(req, claims);
    return refuseUnread(req, line.rateLimits.upload(claims, countedAs(req)) ?? { refused: "no-uploads" });
  };

function refuseUnread(req: Request, refused: ProblemResponse): ProblemResponse {
  drainBody(req);
  return refused;
}

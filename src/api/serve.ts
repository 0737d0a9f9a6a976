import { drainBody, readJson } from "../http/body.ts";
import { type HttpResponse, ok, type ProblemResponse } from "../http/problems.ts";
import type { Request } from "../http/route.ts";
import type { HttpServer } from "../http/server.ts";
import type { ApiDesk } from "./api-context.ts";
import { aboutOf, auditing, cookieName, makeAuthenticator } from "./authenticate.ts";
import type { Endpoint } from "./endpoint.ts";
import { agentEndpoints, signedInEndpoints } from "./endpoints/agents.ts";
import { auditEndpoints } from "./endpoints/audit.ts";
import { conversationEndpoints } from "./endpoints/conversations.ts";
import { passwordEndpoints, providerEndpoints, secondFactorEndpoints } from "./endpoints/credentials.ts";
import { deviceEndpoints, keyEndpoints, linkEndpoints } from "./endpoints/grants.ts";
import { peopleDataEndpoints } from "./endpoints/people-data.ts";
import { searchEndpoints } from "./endpoints/search.ts";
import { bearerEndpoints, sessionEndpoints } from "./endpoints/sessions.ts";
import { ticketActionEndpoints } from "./endpoints/ticket-actions.ts";
import { quarantineEndpoints, ticketEndpoints } from "./endpoints/tickets.ts";
import { serveStream } from "./event-stream.ts";
import { openApi } from "./open-api.ts";

const root = "/api/desk";

/** Returns all endpoints of the API. */
export const allEndpoints = (web: Pick<HttpServer, "settings">, desk: ApiDesk): Endpoint[] => [
  ...sessionEndpoints(desk),
  ...signedInEndpoints(desk),
  ...bearerEndpoints(desk),
  ...passwordEndpoints(desk),
  ...secondFactorEndpoints(desk),
  ...providerEndpoints(desk, web.settings.origins),
  ...agentEndpoints(desk, web.settings.origins),
  ...linkEndpoints(desk),
  ...keyEndpoints(desk),
  ...ticketEndpoints(desk),
  ...ticketActionEndpoints(desk),
  ...quarantineEndpoints(desk),
  ...conversationEndpoints(desk),
  ...deviceEndpoints(desk),
  ...searchEndpoints(desk),
  ...auditEndpoints(desk),
  ...peopleDataEndpoints(desk),
];

async function bodyOf(
  { body: shape }: Endpoint,
  req: Request,
  limit: number,
): Promise<{ body: unknown } | ProblemResponse> {
  if (shape === undefined) {
    drainBody(req);
    return { body: undefined };
  }
  const read = await readJson(req, limit);
  if ("refused" in read) return read;
  const parsed = shape.safeParse(read.value ?? {});
  return parsed.success ? { body: parsed.data } : { refused: "bad-request" };
}

/**
 * Serves the API under /api/desk, its event stream and its OpenAPI document. Returns a handle that closes the
 * stream.
 */
export function serveDeskApi(web: HttpServer, desk: ApiDesk): { close(): void } {
  const { origins, limits, now } = web.settings;
  const admit = makeAuthenticator(desk, limits, web.counts, now);
  const answer = async (call: Endpoint, req: Request): Promise<HttpResponse> => {
    const refusing = (refused: ProblemResponse): ProblemResponse => {
      drainBody(req);
      return refused;
    };
    if (!origins.isOwn(req)) return refusing({ refused: "foreign-origin" });
    const principal = await admit(req, call);
    if (principal !== null && "refused" in principal) return refusing(principal);
    const searchParams = Object.fromEntries(new URL(req.url ?? "/", "http://desk").searchParams);
    const query = call.query?.safeParse(searchParams);
    if (query?.success === false) return refusing({ refused: "bad-request" });
    const body = await bodyOf(call, req, limits.bodyBytes);
    if ("refused" in body) return body;
    const note = auditing(desk.audit, req, principal);
    const input = { ...body, query: query?.data, params: req.params, req, audit: note };
    const reply = await call.handle(input, principal);
    if (call.audited && !("refused" in reply)) await note(call.audited.what, aboutOf(call.audited, input));
    if ("value" in reply) return ok(reply.value);
    return "done" in reply ? { status: 204, headers: reply.done } : reply;
  };
  const calls = allEndpoints(web, desk);
  for (const call of calls) web[call.method](`${root}${call.path}`, (req) => answer(call, req));
  const described = ok(openApi(calls, root, cookieName(desk.secure)));
  web.get("/api/openapi.json", () => described);
  return serveStream(web, desk);
}

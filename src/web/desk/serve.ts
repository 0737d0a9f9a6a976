import { type Answer, ok, type Refused } from "../answer.ts";
import { letPass, readJson } from "../body.ts";
import type { Asked } from "../route.ts";
import type { Web } from "../server.ts";
import { makeAdmission } from "./admit.ts";
import { aboutOf, noting } from "./audited.ts";
import type { ApiDesk } from "./desk.ts";
import type { Endpoint } from "./endpoint.ts";
import { agentEndpoints } from "./endpoints/agents.ts";
import { auditEndpoints } from "./endpoints/audit.ts";
import { bearerEndpoints } from "./endpoints/bearer.ts";
import { deviceEndpoints } from "./endpoints/devices.ts";
import { findingEndpoints } from "./endpoints/finding.ts";
import { keyEndpoints } from "./endpoints/keys.ts";
import { linkEndpoints } from "./endpoints/links.ts";
import { moveEndpoints } from "./endpoints/moves.ts";
import { passwordEndpoints } from "./endpoints/passwords.ts";
import { peopleDataEndpoints } from "./endpoints/people-data.ts";
import { providerEndpoints } from "./endpoints/provider.ts";
import { quarantineEndpoints } from "./endpoints/quarantine.ts";
import { secondFactorEndpoints } from "./endpoints/second-factor.ts";
import { sessionEndpoints } from "./endpoints/sessions.ts";
import { signedInEndpoints } from "./endpoints/signed-in.ts";
import { talkEndpoints } from "./endpoints/talks.ts";
import { ticketEndpoints } from "./endpoints/tickets.ts";
import { openApi } from "./open-api.ts";
import { cookieName } from "./session-token.ts";
import { serveStream } from "./stream.ts";

const root = "/api/desk";

/** All calls of the desk's API. */
export const allEndpoints = (web: Pick<Web, "settings">, desk: ApiDesk): Endpoint[] => [
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
  ...moveEndpoints(desk),
  ...quarantineEndpoints(desk),
  ...talkEndpoints(desk),
  ...deviceEndpoints(desk),
  ...findingEndpoints(desk),
  ...auditEndpoints(desk),
  ...peopleDataEndpoints(desk),
];

async function bodyOf(
  { body: shape }: Endpoint,
  req: Asked,
  limit: number,
): Promise<{ body: unknown } | Refused> {
  if (shape === undefined) {
    letPass(req);
    return { body: undefined };
  }
  const read = await readJson(req, limit);
  if ("refused" in read) return read;
  const parsed = shape.safeParse(read.value ?? {});
  return parsed.success ? { body: parsed.data } : { refused: "bad-request" };
}

/** Serves the API under /api/desk, its stream of events, and the document that describes it. Gives how to close the stream. */
export function serveDeskApi(web: Web, desk: ApiDesk): { close(): void } {
  const { origins, limits, now } = web.settings;
  const admit = makeAdmission(desk, limits, web.counts, now);
  const answer = async (call: Endpoint, req: Asked): Promise<Answer> => {
    const refusing = (refused: Refused): Refused => {
      letPass(req);
      return refused;
    };
    if (!origins.isOwn(req)) return refusing({ refused: "foreign-origin" });
    const asker = await admit(req, call);
    if (asker !== null && "refused" in asker) return refusing(asker);
    const asked = Object.fromEntries(new URL(req.url ?? "/", "http://desk").searchParams);
    const query = call.query?.safeParse(asked);
    if (query?.success === false) return refusing({ refused: "bad-request" });
    const body = await bodyOf(call, req, limits.bodyBytes);
    if ("refused" in body) return body;
    const note = noting(desk.audit, req, asker);
    const question = { ...body, query: query?.data, params: req.params, req, audit: note };
    const reply = await call.handle(question, asker);
    if (call.deed && !("refused" in reply)) await note(call.deed.what, aboutOf(call.deed, question));
    if ("value" in reply) return ok(reply.value);
    return "done" in reply ? { status: 204, headers: reply.done } : reply;
  };
  const calls = allEndpoints(web, desk);
  for (const call of calls) web[call.method](`${root}${call.path}`, (req) => answer(call, req));
  const described = ok(openApi(calls, root, cookieName(desk.secure)));
  web.get("/api/openapi.json", () => described);
  return serveStream(web, desk);
}

import type { TeamsConfig } from "../../../src/config/teams-config.ts";
import { defaultLimits } from "../../../src/http/limits.ts";
import { loadProblemMessages, ok } from "../../../src/http/problems.ts";
import { makeServer } from "../../../src/http/server.ts";
import { makeOrigins } from "../../../src/http/settings.ts";
import { makeLog } from "../../../src/runtime/log.ts";
import {
  authenticate,
  type ConnectorAuth,
  makeConnectorAuth,
} from "../../../src/teams/auth/connector-auth.ts";

/** The desk's web server with the guard alone behind `/api/messages`: it answers what is proven. */
export interface GuardedDoor {
  guard: ConnectorAuth;
  url: string;
  /** why requests were refused */
  reasons: unknown[];
  stop(): Promise<void>;
}

export async function openGuardedDoor(
  settings: TeamsConfig,
  { now = Date.now, trustLoopback = true }: { now?: () => number; trustLoopback?: boolean } = {},
): Promise<GuardedDoor> {
  const reasons: unknown[] = [];
  const log = (_event: string, about: Record<string, unknown>) =>
    void reasons.push(about["because"] ?? about["reason"]);
  const guard = makeConnectorAuth(settings, { now, log, trustLoopback });
  const web = makeServer({
    origins: makeOrigins(null, []),
    limits: defaultLimits,
    words: loadProblemMessages("data/phrases/en/refusals.json"),
    log: makeLog("silent"),
    now: Date.now,
  });
  web.post("/api/messages", async (req) => {
    const admitted = await authenticate(req, guard);
    return "refused" in admitted ? admitted : ok(admitted.claims);
  });
  const port = await web.listen("127.0.0.1", 0);
  return {
    guard,
    url: `http://127.0.0.1:${port}/api/messages`,
    reasons,
    stop: () => web.close(0),
  };
}

/** Posts as the connector does. */
export async function deliver(
  door: GuardedDoor,
  body: string | Uint8Array | object,
  authorization: string | null,
  headers: Record<string, string> = {},
): Promise<{
  status: number;
  body: { error?: { code: string; message: string } } & Record<string, unknown>;
}> {
  const answer = await fetch(door.url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(authorization !== null && { authorization }),
      ...headers,
    },
    body: typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body),
  });
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}

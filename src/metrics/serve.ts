import { operatorsOnly } from "../web/operators-only.ts";
import type { Web } from "../web/server.ts";
import type { Metrics } from "./metrics.ts";

/** Serves `GET /metrics` to operators; `token` is what they show. */
export function serveMetrics(web: Web, metrics: Metrics, token: string | null): void {
  const objection = operatorsOnly(token, web.settings.origins.local);
  web.get("/metrics", async (req) => {
    const refused = objection(req);
    if (refused !== null) return refused;
    const { type, text } = await metrics.text();
    return { status: 200, file: text, headers: { "content-type": type, "cache-control": "no-store" } };
  });
}

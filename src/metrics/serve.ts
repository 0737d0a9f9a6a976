import { addressOf, isOwnMachine } from "../web/address.ts";
import type { Refused } from "../web/answer.ts";
import { bearerOf, makeSecretCheck } from "../web/bearer.ts";
import type { Asked } from "../web/route.ts";
import type { Web } from "../web/server.ts";
import type { Metrics } from "./metrics.ts";

/** What a proxy on this machine adds to the requests of others. */
const forwarding = ["forwarded", "x-forwarded-for", "via"];

const isFromHere = (req: Asked): boolean =>
  isOwnMachine(addressOf(req)) && forwarding.every((name) => req.headers[name] === undefined);

/** Serves `GET /metrics` to programs of this machine, and to whoever shows the token. `token` null: nobody else. */
export function serveMetrics(web: Web, metrics: Metrics, token: string | null): void {
  const isToken = makeSecretCheck(token === null ? [] : [token]);
  const objection = (req: Asked): Refused | null => {
    const given = bearerOf(req);
    if (given !== null) return isToken(given) ? null : { refused: "not-yours" };
    return isFromHere(req) ? null : { refused: "no-token" };
  };
  web.get("/metrics", async (req) => {
    const refused = objection(req);
    if (refused !== null) return refused;
    const { type, text } = await metrics.text();
    return { status: 200, file: text, headers: { "content-type": type, "cache-control": "no-store" } };
  });
}

import { ok } from "./answer.ts";
import type { Web } from "./server.ts";

/** Serves `/livez` (the process answers) and `/readyz` (it can serve people; 503 while it cannot). */
export function serveHealth(web: Web, ready: () => boolean | Promise<boolean>): void {
  web.get("/livez", () => ok({ status: "alive" }));
  web.get("/readyz", async () =>
    (await ready())
      ? ok({ status: "ready" })
      : { status: 503, json: JSON.stringify({ status: "not ready" }) },
  );
}

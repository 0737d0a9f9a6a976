import type { FileMessages } from "../guide/messages.ts";
import type { Metrics } from "../runtime/metrics.ts";
import type { FreeDiskState, FreeDisk as RoomWatch } from "./budgets/free-disk.ts";
import type { Visited } from "./client-address.ts";
import { type HttpResponse, ok, type ProblemResponse } from "./problems.ts";
import { bearerOf, makeSecretCheck } from "./route.ts";
import type { HttpServer } from "./server.ts";
import { forwardedBy, type UndeclaredProxy } from "./undeclared-proxy.ts";

/**
 * Makes the access check of operator endpoints. They require `METRICS_TOKEN`; while `PUBLIC_URL` is unset or names this
 * machine (`local`), local programs need none. `token` null: local programs only.
 */
export function operatorsOnly(
  token: string | null,
  local: boolean,
): (req: Visited) => ProblemResponse | null {
  const isToken = makeSecretCheck(token === null ? [] : [token]);
  return (req) => {
    const bearer = bearerOf(req);
    if (bearer !== null && isToken(bearer)) return null;
    if (!local) return { refused: "no-token" };
    if (bearer !== null) return { refused: "not-yours" };
    return req.isExempt === true && forwardedBy(req) === undefined ? null : { refused: "no-token" };
  };
}

/** Serves `GET /metrics` to operators. */
export function serveMetrics(web: HttpServer, metrics: Metrics, token: string | null): void {
  const refusalFor = operatorsOnly(token, web.settings.origins.local);
  web.get("/metrics", async (req) => {
    const refused = refusalFor(req);
    if (refused !== null) return refused;
    const { type, text } = await metrics.text();
    return { status: 200, file: text, headers: { "content-type": type, "cache-control": "no-store" } };
  });
}

/** Health messages for operators. */
type HealthMessages = FileMessages<"health">;

/** One check of `/readyz?verbose`. A warning or failure names the variable, if any, and the remedy. */
interface Check {
  name: "store" | "proxy" | "room";
  status: "ok" | "warning" | "failed";
  variable?: string;
  message?: string;
}

/** Optional checks of `/readyz?verbose`, and its access check. */
interface Details {
  /** version of the program */
  version: string;
  words: HealthMessages;
  undeclaredProxy: Pick<UndeclaredProxy, "found">;
  /** absent: free space is not monitored */
  room?: Pick<RoomWatch, "state">;
  refusalFor: (req: Visited) => ProblemResponse | null;
}

const storeCheck = (isReady: boolean, { store }: HealthMessages): Check =>
  isReady ? { name: "store", status: "ok" } : { name: "store", status: "failed", message: store };

function proxyCheck(found: ReturnType<UndeclaredProxy["found"]>, words: HealthMessages): Check {
  const about = { name: "proxy", variable: "TRUST_PROXY" } as const;
  switch (found) {
    case "no":
      return { name: "proxy", status: "ok" };
    case "likely":
      return { ...about, status: "warning", message: words.proxyLikely };
    case "seen":
      return { ...about, status: "failed", message: words.proxySeen };
    default:
      return found satisfies never;
  }
}

/** Returns the check of free space, only while space is short. */
function roomCheck(state: FreeDiskState, { room: message }: HealthMessages): Check[] {
  switch (state) {
    case "enough":
      return [];
    case "little":
      return [{ name: "room", status: "warning", message }];
    case "hardly any":
      return [{ name: "room", status: "failed", message }];
    default:
      return state satisfies never;
  }
}

/**
 * Serves `/livez` (the process responds) and `/readyz` (503 while the desk cannot serve). `/readyz?verbose` adds version
 * and checks for operators. Its status equals that of `/readyz`, because a wrong setting does not stop the desk.
 */
export function serveHealth(
  web: HttpServer,
  ready: () => boolean | Promise<boolean>,
  details?: Details,
): void {
  web.get("/livez", () => ok({ status: "alive" }));
  web.get("/readyz", async (req): Promise<HttpResponse> => {
    const isVerbose = new URL(req.url ?? "/", "http://desk").searchParams.has("verbose");
    const refused = isVerbose ? details?.refusalFor(req) : null;
    if (refused) return refused;
    const isReady = await ready();
    const checks = isVerbose &&
      details && [
        storeCheck(isReady, details.words),
        proxyCheck(details.undeclaredProxy.found(), details.words),
        ...(details.room ? roomCheck(details.room.state(), details.words) : []),
      ];
    const answer = {
      status: isReady ? "ready" : "not ready",
      ...(checks && { version: details.version, checks }),
    };
    return { status: isReady ? 200 : 503, json: JSON.stringify(answer) };
  });
}

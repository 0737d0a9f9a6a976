import type { FileMessages } from "../guide/messages.ts";
import type { Metrics } from "../runtime/metrics.ts";
import type { FreeDiskState, FreeDisk as RoomWatch } from "./budgets/free-disk.ts";
import type { Visited } from "./client-address.ts";
import { type HttpResponse, ok, type ProblemResponse } from "./problems.ts";
import { bearerOf, makeSecretCheck } from "./route.ts";
import type { HttpServer } from "./server.ts";
import { forwardedBy, type UndeclaredProxy } from "./undeclared-proxy.ts";

/**
 * Makes the check of what operators alone may read: it takes `METRICS_TOKEN` and, while `PUBLIC_URL` is unset or names
 * this machine (`local`), programs of this machine without one. `token` null: nobody else.
 */
export function operatorsOnly(
  token: string | null,
  local: boolean,
): (req: Visited) => ProblemResponse | null {
  const isToken = makeSecretCheck(token === null ? [] : [token]);
  return (req) => {
    const given = bearerOf(req);
    if (given !== null && isToken(given)) return null;
    if (!local) return { refused: "no-token" };
    if (given !== null) return { refused: "not-yours" };
    return req.isExempt === true && forwardedBy(req) === undefined ? null : { refused: "no-token" };
  };
}

/** Serves `GET /metrics` to operators; `token` is what they show. */
export function serveMetrics(web: HttpServer, metrics: Metrics, token: string | null): void {
  const objection = operatorsOnly(token, web.settings.origins.local);
  web.get("/metrics", async (req) => {
    const refused = objection(req);
    if (refused !== null) return refused;
    const { type, text } = await metrics.text();
    return { status: 200, file: text, headers: { "content-type": type, "cache-control": "no-store" } };
  });
}

/** What operators are told of the desk's health. */
type HealthMessages = FileMessages<"health">;

/** One line of `/readyz?verbose`. A warning or failure says which variable it is about, if any, and what to do. */
interface Check {
  name: "store" | "proxy" | "room";
  status: "ok" | "warning" | "failed";
  variable?: string;
  message?: string;
}

/** What `/readyz?verbose` looks at besides the store, and who may read it. */
interface Details {
  /** of the program */
  version: string;
  words: HealthMessages;
  untoldProxy: Pick<UndeclaredProxy, "found">;
  /** absent: nobody watches how much there is */
  room?: Pick<RoomWatch, "state">;
  objection: (req: Visited) => ProblemResponse | null;
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

/** Said only while there is too little. */
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
 * Serves `/livez` (the process answers) and `/readyz` (it can serve people; 503 while it cannot). `/readyz?verbose` tells
 * operators the version and the checks; its status is that of `/readyz`, for a wrong setting does not keep the desk from serving.
 */
export function serveHealth(
  web: HttpServer,
  ready: () => boolean | Promise<boolean>,
  details?: Details,
): void {
  web.get("/livez", () => ok({ status: "alive" }));
  web.get("/readyz", async (req): Promise<HttpResponse> => {
    const isVerbose = new URL(req.url ?? "/", "http://desk").searchParams.has("verbose");
    const refused = isVerbose ? details?.objection(req) : null;
    if (refused) return refused;
    const isReady = await ready();
    const checks = isVerbose &&
      details && [
        storeCheck(isReady, details.words),
        proxyCheck(details.untoldProxy.found(), details.words),
        ...(details.room ? roomCheck(details.room.state(), details.words) : []),
      ];
    const answer = {
      status: isReady ? "ready" : "not ready",
      ...(checks && { version: details.version, checks }),
    };
    return { status: isReady ? 200 : 503, json: JSON.stringify(answer) };
  });
}

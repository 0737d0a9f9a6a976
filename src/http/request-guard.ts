import type { IncomingMessage, ServerResponse } from "node:http";
import { drainBody } from "./body.ts";
import { isOwnMachine, type Visited } from "./client-address.ts";
import type { Connections } from "./connections.ts";
import { type ProblemResponse, sendProblem } from "./problems.ts";
import type { HttpSettings } from "./settings.ts";
import { cameInPlain, forwardedFor, noteVisit } from "./trusted-proxies.ts";

const probes: ReadonlySet<string | undefined> = new Set(["/livez", "/readyz"]);

/**
 * Returns whether a request is meant for this desk, by its `Host`: this refuses DNS rebinding. A trusted proxy may name
 * the original host in `X-Forwarded-Host`. Orchestrators probe by address, so `/livez` and `/readyz` are exempt where the
 * desk listens beyond loopback.
 */
export function isForDesk(
  req: IncomingMessage,
  { origins, proxies = 0 }: Pick<HttpSettings, "origins" | "proxies">,
): boolean {
  const { host } = req.headers;
  if (host === undefined || origins.knows(host)) return true;
  const forwarded = req.headers["x-forwarded-host"];
  if (proxies > 0 && origins.knows(forwardedFor(forwarded, proxies) ?? forwardedFor(forwarded, 1) ?? ""))
    return true;
  return probes.has(req.url) && !isOwnMachine(req.socket.localAddress ?? "127.0.0.1");
}

const crossOrigin = {
  "access-control-allow-methods": "GET, POST",
  "access-control-allow-headers": "authorization, content-type, x-ms-bot-agent, x-requested-with",
  "access-control-max-age": "7200",
};

/** Cache of hosts that `URL` can parse with any path. An empty host depends on the path. */
const readable = new Set<string>();
const mostReadable = 100;

function isReadable(host: string, path: string): boolean {
  if (readable.has(host)) return true;
  if (!URL.canParse(`http://${host}${path}`)) return false;
  if (host !== "" && readable.size < mostReadable) readable.add(host);
  return true;
}

/**
 * Returns a refusal for requests that must not reach the router, which throws on a URL or host that `URL`
 * cannot parse.
 */
function requestRefusal(req: IncomingMessage, settings: HttpSettings): ProblemResponse | null {
  if (req.url?.charCodeAt(0) !== 0x2f) return { refused: "bad-request" };
  if (!isReadable(req.headers.host ?? "localhost", req.url)) return { refused: "bad-host" };
  if (req.headers["content-encoding"] !== undefined) return { refused: "encoded" };
  if (req.headers.origin === undefined || req.method === "GET") return null;
  return settings.origins.allows(req) ? null : { refused: "foreign-origin" };
}

/** One year. Browsers apply it over https only. */
const httpsOnly = "max-age=31536000";

/**
 * Returns the https URL to redirect a plain request to, or null when there is none or the request was
 * encrypted.
 */
function httpsUrl(req: IncomingMessage, { origins, proxies = 0 }: HttpSettings): string | null {
  if (!origins.secure || !cameInPlain(req, proxies)) return null;
  const base = origins.base(req);
  return base === null ? null : `${new URL(base).origin}${req.url}`;
}

const refusalOf = (known: boolean, plain: boolean): ProblemResponse | null =>
  known ? (plain ? { refused: "plain-http" } : null) : { refused: "bad-host" };

/** Allows the page that sent a request to read the response (CORS), where its origin is allowed. */
function allowOrigin(req: IncomingMessage, res: ServerResponse, settings: HttpSettings): void {
  const { origin } = req.headers;
  if (origin === undefined || !settings.origins.allows(req)) return;
  res.setHeader("access-control-allow-origin", origin);
  res.setHeader("access-control-expose-headers", "retry-after");
  res.setHeader("vary", "origin");
}

/**
 * Makes the check that every request passes before the framework. It returns false when it sent the response
 * itself.
 */
export const makeRequestGuard =
  (settings: HttpSettings, connections: Pick<Connections, "admit">) =>
  (req: IncomingMessage, res: ServerResponse): boolean => {
    noteVisit(req, settings);
    if (settings.memory !== undefined) (req as Visited).memory = settings.memory;
    if (settings.origins.secure) res.setHeader("strict-transport-security", httpsOnly);
    const known = isForDesk(req, settings);
    const location = known ? httpsUrl(req, settings) : null;
    if (location !== null && req.method === "GET") {
      res.writeHead(308, { location });
      res.end();
      return false;
    }
    const refused =
      refusalOf(known, location !== null) ?? connections.admit(req) ?? requestRefusal(req, settings);
    if (refused !== null) {
      drainBody(req);
      sendProblem(res, refused, "guard", settings);
      return false;
    }
    allowOrigin(req, res, settings);
    if (req.method !== "OPTIONS" || req.headers["access-control-request-method"] === undefined) return true;
    res.writeHead(204, crossOrigin);
    res.end();
    return false;
  };

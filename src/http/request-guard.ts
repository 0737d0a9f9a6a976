import type { IncomingMessage, ServerResponse } from "node:http";
import { letPass } from "./body.ts";
import { isOwnMachine, type Visited } from "./client-address.ts";
import type { Connections } from "./connections.ts";
import { type ProblemResponse, sendProblem } from "./problems.ts";
import type { HttpSettings } from "./settings.ts";
import { cameInPlain, forwardedFor, noteVisit } from "./trusted-proxies.ts";

const probes: ReadonlySet<string | undefined> = new Set(["/livez", "/readyz"]);

/**
 * Tells whether a request was meant for this desk. A page whose name was made to lead to this machine (DNS rebinding)
 * names itself as `Host`, and is not heard. A proxy that is trusted may say in `X-Forwarded-Host` what it was asked for.
 * Orchestrators probe a process by its address: `/livez` and `/readyz` answer them where the desk listens beyond loopback.
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

/** hosts that `URL` could read; whatever path follows, it reads them again. An empty one depends on the path. */
const readable = new Set<string>();
const mostReadable = 100;

function isReadable(host: string, path: string): boolean {
  if (readable.has(host)) return true;
  if (!URL.canParse(`http://${host}${path}`)) return false;
  if (host !== "" && readable.size < mostReadable) readable.add(host);
  return true;
}

/** Why a request may not even reach the router, or null. The router throws on a URL or host that `URL` cannot read. */
function objection(req: IncomingMessage, settings: HttpSettings): ProblemResponse | null {
  if (req.url?.charCodeAt(0) !== 0x2f) return { refused: "bad-request" };
  if (!isReadable(req.headers.host ?? "localhost", req.url)) return { refused: "bad-host" };
  if (req.headers["content-encoding"] !== undefined) return { refused: "encoded" };
  if (req.headers.origin === undefined || req.method === "GET") return null;
  return settings.origins.allows(req) ? null : { refused: "foreign-origin" };
}

/** A year; browsers heed it over https alone. */
const httpsOnly = "max-age=31536000";

/** The same page over https, for whoever a proxy let in without; null: there is none, or nobody was. */
function encrypted(req: IncomingMessage, { origins, proxies = 0 }: HttpSettings): string | null {
  if (!origins.secure || !cameInPlain(req, proxies)) return null;
  const base = origins.base(req);
  return base === null ? null : `${new URL(base).origin}${req.url}`;
}

const refusalOf = (known: boolean, plain: boolean): ProblemResponse | null =>
  known ? (plain ? { refused: "plain-http" } : null) : { refused: "bad-host" };

function shareWith(req: IncomingMessage, res: ServerResponse, settings: HttpSettings): void {
  const { origin } = req.headers;
  if (origin === undefined || !settings.origins.allows(req)) return;
  res.setHeader("access-control-allow-origin", origin);
  res.setHeader("access-control-expose-headers", "retry-after");
  res.setHeader("vary", "origin");
}

/** What every request passes before the framework sees it. Gives false when it was answered here. */
export const makeRequestGuard =
  (settings: HttpSettings, connections: Pick<Connections, "asked">) =>
  (req: IncomingMessage, res: ServerResponse): boolean => {
    noteVisit(req, settings);
    if (settings.memory !== undefined) (req as Visited).memory = settings.memory;
    if (settings.origins.secure) res.setHeader("strict-transport-security", httpsOnly);
    const known = isForDesk(req, settings);
    const location = known ? encrypted(req, settings) : null;
    if (location !== null && req.method === "GET") {
      res.writeHead(308, { location });
      res.end();
      return false;
    }
    const refused = refusalOf(known, location !== null) ?? connections.asked(req) ?? objection(req, settings);
    if (refused !== null) {
      letPass(req);
      sendProblem(res, refused, "gate", settings);
      return false;
    }
    shareWith(req, res, settings);
    if (req.method !== "OPTIONS" || req.headers["access-control-request-method"] === undefined) return true;
    res.writeHead(204, crossOrigin);
    res.end();
    return false;
  };

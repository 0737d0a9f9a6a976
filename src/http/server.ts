import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Server as TlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import pino from "pino";
import restify from "restify";
import { readTls, renewTls } from "../config/server-config.ts";
import { type Budgets, makeBudgets } from "./budgets/budgets.ts";
import { type Connections, watchConnections } from "./connections.ts";
import { type DistributedCounters, makeDistributedCounters } from "./distributed-counters.ts";
import type { Limits } from "./limits.ts";
import { sampleLog } from "./log-sampling.ts";
import type { ProblemCode } from "./problems.ts";
import { sendProblem } from "./problems.ts";
import { makeRequestGuard } from "./request-guard.ts";
import { FastRoutes, type Handle, type Request, route } from "./route.ts";
import type { HttpSettings } from "./settings.ts";
import { makeUpgrades, type Upgrades } from "./upgrades.ts";

/** The desk's web server. Routes return responses; writing and error handling happen here. */
export interface HttpServer {
  settings: HttpSettings;
  get(path: string, handle: Handle): void;
  post(path: string, handle: Handle): void;
  /** Adds a POST route for frequent calls. It bypasses the framework unless the path is escaped. */
  postOften(path: string, handle: Handle): void;
  put(path: string, handle: Handle): void;
  patch(path: string, handle: Handle): void;
  delete(path: string, handle: Handle): void;
  upgrades: Upgrades;
  counts: Pick<DistributedCounters, "buckets">;
  budgets: Budgets;
  connections: Pick<Connections, "keep" | "reset">;
  /** the underlying server, for components with handlers of their own; bodies are not read yet */
  restify: restify.Server;
  /** Starts listening, and returns the port. */
  listen(host: string, port: number): Promise<number>;
  /**
   * Stops accepting requests. Resolves when open requests and sockets have ended; cuts them after `graceMs`.
   */
  close(graceMs: number): Promise<void>;
}

/** restify's `first`, which its types lack. It runs before all handlers; false ends the request. */
type GatedServer = restify.Server & {
  first(guard: (req: IncomingMessage, res: ServerResponse) => boolean): void;
};

/** Interval in milliseconds at which Node checks for slow requests; read when the server starts to listen. */
type SweptServer = Server & { connectionsCheckingInterval: number };

const routing: Record<string, ProblemCode> = {
  ResourceNotFoundError: "not-found",
  MethodNotAllowedError: "wrong-method",
};

function limit(http: SweptServer, limits: Limits): void {
  http.headersTimeout = limits.headersMs;
  http.requestTimeout = limits.requestMs;
  http.connectionsCheckingInterval = Math.min(2000, limits.headersMs / 4);
  http.keepAliveTimeout = 30_000;
  http.timeout = 60_000;
}

/** Makes an error that names the variable when the port is in use or forbidden. */
const notListening = (error: NodeJS.ErrnoException, host: string, port: number): Error =>
  Object.assign(
    new Error(`PORT: got ${port}, which is not available on ${host} (${error.code})`, { cause: error }),
    {
      code: error.code,
    },
  );

const listen = (server: restify.Server, host: string, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const refused = (error: NodeJS.ErrnoException): void => reject(notListening(error, host, port));
    // restify re-emits errors of its http server; an unhandled one would end the process
    server.once("error", refused);
    server.listen(port, host, () => {
      server.off("error", refused);
      resolve((server.address() as AddressInfo).port);
    });
  });

/** Makes the server with its limits. It does not listen yet. */
export function makeServer(given: HttpSettings): HttpServer {
  const { limits, tls = null } = given;
  const log = sampleLog(given.log, limits.linesPerMinute, limits);
  const counts = makeDistributedCounters(given.now, given.sharing ?? null);
  const { room, overBudget: refused } = given;
  const budgets = makeBudgets(limits, counts, { log: given.log, room, refused });
  const settings = { ...given, log, memory: budgets.memory };
  // restify's own log would contain whole requests with their tokens
  const server = restify.createServer({
    name: "",
    log: pino({ level: "silent" }) as never,
    ...(tls !== null && { httpsServerOptions: { ...readTls(tls), handshakeTimeout: limits.headersMs } }),
  }) as GatedServer;
  const http = server.server as SweptServer;
  limit(http, limits);
  const connections = watchConnections(http, settings);
  const stopRenewing = tls === null ? null : renewTls(server.server as TlsServer, tls, given.log);
  const fastRoutes = new FastRoutes();
  server.first(makeRequestGuard(settings, connections));
  server.first((req, res) => fastRoutes.pass(req, res));
  // restify would add a body of its own if the event were marked as handled
  server.on("restifyError", (_req: Request, res: ServerResponse, error: Error) => {
    const refused = routing[error.name] ?? "trouble";
    if (refused === "trouble") settings.log.error({ name: error.name }, "framework failed");
    sendProblem(res, { refused }, "router", settings);
  });
  const upgrades = makeUpgrades(http, settings, connections);
  const on =
    (method: "get" | "post" | "put" | "patch" | "del") =>
    (path: string, handle: Handle): void =>
      void server[method](path, route(path, handle, settings) as restify.RequestHandler);

  return {
    settings,
    restify: server,
    upgrades,
    counts,
    budgets,
    connections,
    get: on("get"),
    post: on("post"),
    postOften: (path, handle) => {
      fastRoutes.post(path, route(path, handle, settings));
      on("post")(path, handle);
    },
    put: on("put"),
    patch: on("patch"),
    delete: on("del"),
    listen: (host, port) => listen(server, host, port),
    close: (graceMs) =>
      new Promise((resolve) => {
        counts.close();
        log.close();
        connections.close();
        stopRenewing?.();
        const cut = setTimeout(() => {
          http.closeAllConnections();
          upgrades.cut();
        }, graceMs);
        http.close(() => {
          clearTimeout(cut);
          resolve();
        });
        http.closeIdleConnections();
      }),
  };
}

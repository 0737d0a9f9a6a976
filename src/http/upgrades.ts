import type { IncomingMessage, Server } from "node:http";
import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { aboutError } from "../runtime/log.ts";
import type { Connections } from "./connections.ts";
import { type ProblemResponse, problemText, retryAfter, statusOf } from "./problems.ts";
import { isForDesk } from "./request-guard.ts";
import type { HttpSettings } from "./settings.ts";
import { cameInPlain, noteVisit } from "./trusted-proxies.ts";

/** Handler of a WebSocket upgrade. Returns a problem when it refuses. */
export type Take = (
  req: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  match: RegExpExecArray,
) => Promise<ProblemResponse | null>;

/** Routes for WebSocket upgrades. */
export interface Upgrades {
  on(path: RegExp, take: Take): void;
  /** Returns the number of open sockets. */
  count(): number;
  /** Destroys all open sockets. */
  cut(): void;
}

function refuseUpgrade(
  req: IncomingMessage,
  socket: Duplex,
  refused: ProblemResponse,
  settings: HttpSettings,
): void {
  settings.undeclaredProxy?.refused(req, refused);
  const { type, json: body } = problemText(settings.words, settings.log, refused, req, "upgrade");
  const status = statusOf(refused.refused);
  const wait =
    refused.retryAfter === undefined
      ? ""
      : `Retry-After: ${retryAfter(refused.retryAfter, settings.now())}\r\n`;
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${wait}Connection: close\r\n\r\n${req.method === "HEAD" ? "" : body}`,
  );
}

/** Makes the upgrade router. It refuses pages of foreign origins. */
export function makeUpgrades(
  http: Server,
  settings: HttpSettings,
  connections: Pick<Connections, "admit">,
): Upgrades {
  const handlers: { path: RegExp; take: Take }[] = [];
  const open = new Set<Duplex>();
  const dispatch = async (
    req: IncomingMessage,
    socket: Duplex,
    head: Buffer,
  ): Promise<ProblemResponse | null> => {
    const { origins, proxies = 0 } = settings;
    noteVisit(req, settings);
    const tooMany = connections.admit(req);
    if (tooMany !== null) return tooMany;
    if (!isForDesk(req, settings)) return { refused: "bad-host" };
    if (origins.secure && cameInPlain(req, proxies)) return { refused: "plain-http" };
    if (!origins.allows(req)) return { refused: "foreign-origin" };
    const path = (req.url ?? "").split("?", 1)[0] ?? "";
    for (const handler of handlers) {
      const match = handler.path.exec(path);
      if (match) return handler.take(req, socket, head, match);
    }
    return { refused: "not-found" };
  };
  http.on("upgrade", (req, socket, head) => {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
    socket.on("error", () => socket.destroy());
    dispatch(req, socket, head).then(
      (refused) => refused !== null && refuseUpgrade(req, socket, refused, settings),
      (error: Error) => {
        settings.log.error(aboutError(error), "upgrade failed");
        refuseUpgrade(req, socket, { refused: "trouble" }, settings);
      },
    );
  });
  return {
    on: (path, take) => void handlers.push({ path, take }),
    count: () => open.size,
    cut: () => {
      for (const socket of open) socket.destroy();
    },
  };
}

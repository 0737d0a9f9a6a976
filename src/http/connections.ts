import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { TLSSocket } from "node:tls";
import { addressOf, countedAs, isOwnMachine, networkOf } from "./client-address.ts";
import { type HeldConnection, Networks } from "./connection-shares.ts";
import type { ProblemResponse } from "./problems.ts";
import type { HttpSettings } from "./settings.ts";

/** Connection limits of a process, and eviction when they are reached. */
export interface Connections {
  /** Assigns a connection to its client, and refuses clients that exceed their share. */
  admit(req: IncomingMessage): ProblemResponse | null;
  /**
   * Protects a WebSocket of an agent or an active conversation from eviction. Returns false when too many
   * conversations are protected.
   */
  keep(socket: Duplex, of: "agent" | "conversation"): boolean;
  /** Closes a connection immediately and discards the kernel's send buffer. */
  reset(socket: Duplex): void;
  close(): void;
}

/** fraction of the limit that is evicted at once, so that a flood is not scanned for each new connection */
const evictedAtOnce = 200;

const portOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`;

/** Resets a connection. A plain close would keep the kernel's buffer of a stalled reader for minutes. */
function cut(raw: Socket): void {
  if (raw.destroyed) return;
  try {
    raw.resetAndDestroy();
  } catch {
    raw.destroy();
  }
}

/**
 * Limits the connections of a server. Each address has a share. When nearly all are taken, the youngest idle connection
 * of the busiest address is evicted, so that new clients are served under a flood.
 */
export function watchConnections(http: Server, settings: HttpSettings): Connections {
  const { limits, origins, proxies = 0, log } = settings;
  const most = limits.connections;
  const mostOfOneKind = most - Math.floor(most * limits.connectionsReserve);
  const networks = new Networks();
  const known = new WeakMap<Duplex, HeldConnection>();
  const handshakes = new Map<string, HeldConnection>();

  const makeRoom = (): void => {
    const evicted = networks.evict(Math.ceil(most / evictedAtOnce), Date.now());
    if (evicted > 0) log.warn({ evicted, open: networks.size }, "connections evicted");
  };
  /** Returns whether an address is limited: not a proxy, and not this machine itself. */
  const hasShare = (address: string): boolean => proxies === 0 && !(origins.local && isOwnMachine(address));

  const hasOwnShareTaken = (network: string, more = 0): boolean =>
    networks.countOf(network) >= limits.connectionsPerAddress + more;
  const hasWideShareTaken = (network: string, more = 0): boolean =>
    networks.countAround(network) >= limits.connectionsPerWideNetwork + more;
  const hasShareTaken = (network: string, more = 0): boolean =>
    hasOwnShareTaken(network, more) || hasWideShareTaken(network, more);
  /** Evicts from the wide network, so that one busy client does not lock out its neighbours. */
  const makeRoomAround = (network: string, more = 0): void => {
    if (!hasOwnShareTaken(network, more) && hasWideShareTaken(network, more))
      networks.evictAround(network, Math.ceil(limits.connectionsPerWideNetwork / evictedAtOnce), Date.now());
  };

  http.on("connection", (raw: Socket) => {
    const address = raw.remoteAddress ?? "";
    const network = networkOf(address);
    if (networks.strangers >= mostOfOneKind || networks.size >= most) makeRoom();
    if (hasShare(address)) {
      if (hasOwnShareTaken(network)) networks.evictOf(network, 1, Date.now());
      makeRoomAround(network);
    }
    const isFull =
      networks.strangers >= mostOfOneKind ||
      networks.size >= most ||
      (hasShare(address) && hasShareTaken(network));
    if (isFull) return void raw.destroy();
    const entry = networks.add(raw, network, Date.now());
    known.set(raw, entry);
    const port = portOf(raw);
    if ("setSecureContext" in http) handshakes.set(port, entry);
    raw.once("close", () => {
      networks.remove(entry);
      if (handshakes.get(port) === entry) handshakes.delete(port);
    });
  });
  http.on("secureConnection", (socket: TLSSocket) => {
    const entry = handshakes.get(portOf(socket));
    if (entry !== undefined) known.set(socket, entry);
  });
  http.prependListener("request", (req: IncomingMessage, res: ServerResponse) => {
    const entry = known.get(req.socket);
    if (entry !== undefined) entry.res = res;
  });
  http.prependListener("upgrade", (_req: IncomingMessage, socket: Duplex) => {
    const entry = known.get(socket);
    if (entry !== undefined) entry.upgraded = true;
  });
  http.on("timeout", (socket: Socket) => {
    if (socket.writableLength > 0) reset(socket);
    else socket.destroy();
  });
  const timer = setInterval(() => {
    for (const entry of networks.all()) {
      const { res } = entry;
      if (res?.writableEnded && !res.writableFinished) res.socket?.setTimeout(limits.stalledMs);
    }
  }, limits.stalledMs / 4).unref();

  const reset = (socket: Duplex): void => {
    const entry = known.get(socket);
    if (entry === undefined) socket.destroy();
    else cut(entry.raw);
    if (socket instanceof TLSSocket) socket.destroy();
  };
  return {
    admit: (req) => {
      const entry = known.get(req.socket);
      if (proxies === 0 || entry === undefined) return null;
      networks.move(entry, networkOf(addressOf(req)));
      if (countedAs(req) === null) return null;
      makeRoomAround(entry.network, 1);
      return hasShareTaken(entry.network, 1) ? { refused: "too-many-sockets", retryAfter: 10 } : null;
    },
    keep: (socket, of) => {
      const entry = known.get(socket);
      if (entry === undefined || entry.kept) return true;
      if (of === "conversation" && networks.kept >= mostOfOneKind) return false;
      networks.keep(entry);
      return true;
    },
    reset,
    close: () => clearInterval(timer),
  };
}

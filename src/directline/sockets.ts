import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { HeldMemory } from "../http/budgets/held-memory.ts";
import { type Origin, originOf } from "../http/client-address.ts";
import type { Limits } from "../http/limits.ts";
import type { HttpServer } from "../http/server.ts";
import { frameCount, makeHeartbeats } from "../http/websocket-heartbeat.ts";
import { aboutError, type Log } from "../runtime/log.ts";
import type { Store } from "../store/store.ts";
import type { AgentIds } from "./desk-keys.ts";
import { type Stream, startStream } from "./stream.ts";

interface Reader {
  /** grant of the token; empty for tokens from before grants existed */
  grant: string;
  socket: WebSocket;
  stream: Stream;
  /** protects the connection from eviction */
  keep: () => void;
}

/** All open sockets, by conversation. */
export interface Sockets {
  /** Returns whether one more socket of a conversation and address is within the limits. */
  hasRoom(conversationId: string, address: string): boolean;
  /** Upgrades a request to a socket that streams the log. */
  add(
    req: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    conversation: { conversationId: string; grant: string; address: string; after: number; runs: boolean },
  ): void;
  /** Protects the connections of an active conversation from eviction. */
  keep(conversationId: string): void;
  /** Sends an ephemeral activity to all readers of a conversation. */
  pass(conversationId: string, activity: string): void;
  /** Closes the sockets of one conversation, or of all; with `grants` only theirs. */
  end(code: number, conversationId?: string, grants?: readonly string[]): void;
  /** Stops watching the log, and closes all sockets with 1012 (restart). */
  close(): void;
}

/** Makes the sockets. Wakes readers when the log grows, and closes sockets without a heartbeat. */
export function makeSockets(
  {
    store,
    agentIds,
  }: { store: Pick<Store, "readLogTexts" | "watch">; agentIds: Pick<AgentIds, "pseudonymizeJson"> },
  { limits, log }: { limits: Limits; log: Log },
  connections: HttpServer["connections"],
  memory: HeldMemory,
): Sockets {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: limits.frameBytes,
  });
  const readers = new Map<string, Set<Reader>>();
  const perAddress = new Map<string, number>();

  const count = (address: string, by: number): void => {
    const next = (perAddress.get(address) ?? 0) + by;
    if (next > 0) perAddress.set(address, next);
    else perAddress.delete(address);
  };

  const stopWatching = store.watch((conversationId, _, answerComes) => {
    for (const reader of readers.get(conversationId) ?? []) reader.stream.wake(answerComes);
  });
  const heartbeats = makeHeartbeats(limits);

  const follow = (
    socket: WebSocket,
    rawSocket: Duplex,
    from: Origin | null,
    { grant, runs, ...conversation }: { conversationId: string; grant: string; after: number; runs: boolean },
  ): Reader => {
    let kept = runs;
    const failed = (error: unknown): void => {
      log.error({ conversation: conversation.conversationId, ...aboutError(error) }, "stream failed");
      socket.close(1013);
    };
    const heartbeat = heartbeats.watch(socket, () => connections.reset(rawSocket), {
      room: () => memory.room(from, kept),
      hold: (bytes) => memory.hold(from, bytes),
    });
    const stream = startStream(
      socket,
      { store, agentIds },
      { ...conversation, mostWaiting: limits.waitingBytes, failed, heartbeat },
    );
    return {
      grant,
      socket,
      stream,
      keep: () => {
        kept = connections.keep(rawSocket, "conversation");
      },
    };
  };

  const end: Sockets["end"] = (code, conversationId, grants) => {
    const groups = conversationId === undefined ? [...readers.values()] : [readers.get(conversationId) ?? []];
    for (const reader of groups.flatMap((group) => [...group])) {
      if (grants !== undefined && !grants.includes(reader.grant)) continue;
      reader.socket.close(code);
      setTimeout(() => reader.socket.terminate(), 2000).unref();
    }
  };

  return {
    hasRoom: (conversationId, address) =>
      (readers.get(conversationId)?.size ?? 0) < limits.socketsPerConversation &&
      (perAddress.get(address) ?? 0) < limits.socketsPerAddress,
    add: (req, rawSocket, head, { address, ...conversation }) => {
      count(address, 1);
      rawSocket.once("close", () => count(address, -1));
      server.handleUpgrade(req, rawSocket, head, (socket) => {
        const reader = follow(socket, rawSocket, originOf(req), conversation);
        const group = readers.get(conversation.conversationId) ?? new Set();
        readers.set(conversation.conversationId, group.add(reader));
        const exceedsLimit = frameCount(limits);
        socket.on("message", () => {
          if (exceedsLimit()) socket.close(1008);
        });
        socket.on("error", () => socket.terminate());
        socket.on("close", () => {
          group.delete(reader);
          if (group.size === 0 && readers.get(conversation.conversationId) === group)
            readers.delete(conversation.conversationId);
        });
        reader.stream.wake();
      });
    },
    keep: (conversationId) => {
      for (const reader of readers.get(conversationId) ?? []) reader.keep();
    },
    pass: (conversationId, activity) => {
      for (const reader of readers.get(conversationId) ?? []) reader.stream.pass(activity);
    },
    end,
    close: () => {
      stopWatching();
      heartbeats.close();
      end(1012);
    },
  };
}

import { randomBytes } from "node:crypto";
import { WebSocket } from "ws";
import type { Limits } from "./limits.ts";

/**
 * Makes the frame limit of one socket. The function it returns counts a frame, and tells whether it exceeds
 * the limit.
 */
export function frameCount({
  pingEveryMs,
  framesPerPing,
}: Pick<Limits, "pingEveryMs" | "framesPerPing">): () => boolean {
  let frames = 0;
  let since = performance.now();
  return () => {
    const now = performance.now();
    if (now - since > pingEveryMs) [frames, since] = [0, now];
    frames += 1;
    return frames > framesPerPing;
  };
}

/** Flow control of one WebSocket: measures what its reader has received. */
export interface Heartbeat {
  /** Records bytes written to the socket. */
  sent(bytes: number): void;
  /** Resolves to the number of bytes that may be sent, once there are any or the socket has closed. */
  room(): Promise<number>;
}

/** Memory for bytes in flight that several readers share. */
interface ReaderMemory {
  room(): number;
  /** Adds to the held bytes; a negative number releases them. */
  hold(bytes: number): void;
}

/** Heartbeats of many sockets. */
interface Heartbeats {
  /**
   * Starts monitoring a socket. `memory`: shared budget for bytes in flight; absent: each socket has a fixed
   * share.
   */
  watch(socket: WebSocket, cut: () => void, memory?: ReaderMemory): Heartbeat;
  close(): void;
}

/** bytes after which a ping is sent to confirm their arrival */
const pingAfter = 64 * 1024;
/** bytes in flight to one reader, the kernel's buffers included */
const mostOnTheWay = 256 * 1024;
/** bytes that a reader without a backlog may always receive */
const always = 16 * 1024;

interface Watched {
  socket: WebSocket;
  memory: ReaderMemory | undefined;
  cut: () => void;
  sent: number;
  /** bytes that the reader has confirmed */
  arrived: number;
  /** unanswered pings, oldest first: payload, time, and the bytes sent before */
  pings: { payload: Buffer; at: number; sent: number }[];
  pingedAt: number;
  waiting: (() => void)[];
}

/**
 * Sends a ping with a random payload. Only a pong that echoes it counts, and confirms all bytes before it.
 */
function ping(watched: Watched, at: number): void {
  const payload = randomBytes(8);
  watched.pings.push({ payload, at, sent: watched.sent });
  watched.pingedAt = at;
  watched.socket.ping(payload);
}

function echoed(watched: Watched, payload: Buffer, now: number): void {
  const index = watched.pings.findIndex((one) => one.payload.equals(payload));
  if (index < 0) return;
  const arrived = watched.pings[index]?.sent ?? watched.arrived;
  watched.memory?.hold(watched.arrived - arrived);
  watched.arrived = arrived;
  watched.pings.splice(0, index + 1);
  const [next] = watched.pings;
  if (next !== undefined) next.at = now;
  for (const resolve of watched.waiting.splice(0)) resolve();
}

/**
 * Makes the heartbeats. A socket is pinged when it opens, after data, and every `pingEveryMs`. A socket that echoes no
 * ping for `stalledMs` is cut. Other traffic from it, such as unsolicited pongs, does not count.
 */
export function makeHeartbeats({
  pingEveryMs,
  stalledMs,
}: Pick<Limits, "pingEveryMs" | "stalledMs">): Heartbeats {
  const all = new Set<Watched>();
  const timeoutMs = Math.min(pingEveryMs, stalledMs);
  const everyMs = Math.max(10, timeoutMs / 5);
  let checkedAt = performance.now();
  const check = (watched: Watched, now: number, late: number): void => {
    for (const one of watched.pings) one.at += late;
    const [oldest] = watched.pings;
    if (oldest !== undefined && now - oldest.at >= timeoutMs) watched.cut();
    else if (
      oldest === undefined &&
      (watched.sent > watched.arrived || now - watched.pingedAt >= pingEveryMs)
    )
      ping(watched, now);
  };
  const timer = setInterval(() => {
    const now = performance.now();
    // after a stall of this process, missing pongs are not the client's fault
    const late = Math.max(0, now - checkedAt - 2 * everyMs);
    checkedAt = now;
    for (const watched of all) if (watched.socket.readyState === WebSocket.OPEN) check(watched, now, late);
  }, everyMs).unref();

  return {
    watch: (socket, cut, memory) => {
      const watched: Watched = {
        socket,
        memory,
        cut,
        sent: 0,
        arrived: 0,
        pings: [],
        pingedAt: Number.NEGATIVE_INFINITY,
        waiting: [],
      };
      all.add(watched);
      socket.on("pong", (payload: Buffer) => echoed(watched, payload, performance.now()));
      socket.on("close", () => {
        all.delete(watched);
        memory?.hold(watched.arrived - watched.sent);
        watched.arrived = watched.sent;
        for (const resolve of watched.waiting.splice(0)) resolve();
      });
      return {
        sent: (bytes) => {
          if (!all.has(watched)) return;
          watched.sent += bytes;
          memory?.hold(bytes);
          const pinged = watched.pings.at(-1)?.sent ?? watched.arrived;
          const isTight = memory !== undefined && memory.room() <= 0 && watched.pings.length === 0;
          if ((isTight || watched.sent - pinged >= pingAfter) && socket.readyState === WebSocket.OPEN)
            ping(watched, performance.now());
        },
        room: async () => {
          const free = (): number => {
            const waits = watched.sent - watched.arrived;
            const own = mostOnTheWay - waits;
            const shared = memory?.room() ?? own;
            return waits === 0 ? Math.max(always, Math.min(own, shared)) : Math.min(own, shared);
          };
          while (free() <= 0 && socket.readyState === WebSocket.OPEN)
            await new Promise<void>((resolve) => watched.waiting.push(resolve));
          return free();
        },
      };
    },
    close: () => clearInterval(timer),
  };
}

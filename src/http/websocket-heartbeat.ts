import { randomBytes } from "node:crypto";
import { WebSocket } from "ws";
import type { Limits } from "./rate-limits.ts";

/** Counts the frames of one socket: tells of each whether it is one too many between two pings. */
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

/** What tells of one WebSocket whether somebody reads it. */
export interface Heartbeat {
  /** Notes that so many bytes were given to the socket. */
  sent(bytes: number): void;
  /** Resolves to how many bytes may be sent as soon as so little is on its way that more may, and when the socket closes. */
  room(): Promise<number>;
}

/** How much more may be on its way to readers, and what is. */
interface ReaderMemory {
  room(): number;
  /** so many bytes more, or, negative, fewer */
  hold(bytes: number): void;
}

/** The pulses of many sockets. */
interface Heartbeats {
  /** `memory`: what all that is on its way to readers may take; absent: each may have its share. */
  watch(socket: WebSocket, cut: () => void, memory?: ReaderMemory): Heartbeat;
  close(): void;
}

/** bytes after which a reader is asked for a sign that they arrived */
const pingAfter = 64 * 1024;
/** bytes that may be on their way to one reader, in the kernel's hands too */
const mostOnTheWay = 256 * 1024;
/** bytes that a reader who has taken all is sent, however much is on its way to others */
const always = 16 * 1024;

interface Watched {
  socket: WebSocket;
  memory: ReaderMemory | undefined;
  cut: () => void;
  sent: number;
  /** of what was sent, how much has arrived */
  arrived: number;
  /** pings that were not answered, oldest first: what they said, when, and what was sent by then */
  pings: { payload: Buffer; at: number; sent: number }[];
  pingedAt: number;
  waiting: (() => void)[];
}

/** Asks for a sign of life by words that cannot be guessed: a pong counts when it echoes them, and says that all before them arrived. */
function ping(watched: Watched, at: number): void {
  const payload = randomBytes(8);
  watched.pings.push({ payload, at, sent: watched.sent });
  watched.pingedAt = at;
  watched.socket.ping(payload);
}

function echoed(watched: Watched, payload: Buffer, now: number): void {
  const answered = watched.pings.findIndex((one) => one.payload.equals(payload));
  if (answered < 0) return;
  const arrived = watched.pings[answered]?.sent ?? watched.arrived;
  watched.memory?.hold(watched.arrived - arrived);
  watched.arrived = arrived;
  watched.pings.splice(0, answered + 1);
  const [next] = watched.pings;
  if (next !== undefined) next.at = now;
  for (const resolve of watched.waiting.splice(0)) resolve();
}

/**
 * Makes the pulse of sockets. One is pinged when it opened, after what it was sent, and every `pingEveryMs`; one that echoes no ping
 * for `stalledMs` reads nothing, and is cut. What else it sends, pongs nobody asked for among it, is no sign of life.
 */
export function makeHeartbeats({
  pingEveryMs,
  stalledMs,
}: Pick<Limits, "pingEveryMs" | "stalledMs">): Heartbeats {
  const all = new Set<Watched>();
  const patience = Math.min(pingEveryMs, stalledMs);
  const everyMs = Math.max(10, patience / 5);
  let lookedAt = performance.now();
  const look = (watched: Watched, now: number, late: number): void => {
    for (const one of watched.pings) one.at += late;
    const [oldest] = watched.pings;
    if (oldest !== undefined && now - oldest.at >= patience) watched.cut();
    else if (
      oldest === undefined &&
      (watched.sent > watched.arrived || now - watched.pingedAt >= pingEveryMs)
    )
      ping(watched, now);
  };
  const rounds = setInterval(() => {
    const now = performance.now();
    // a process that was held up itself cannot say that others did not answer
    const late = Math.max(0, now - lookedAt - 2 * everyMs);
    lookedAt = now;
    for (const watched of all) if (watched.socket.readyState === WebSocket.OPEN) look(watched, now, late);
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
    close: () => clearInterval(rounds),
  };
}

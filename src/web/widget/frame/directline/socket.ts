import type { Activity } from "../../../shared/activity.ts";

/** A message over the socket: activities and watermark. */
export interface Arrival {
  activities: Activity[];
  watermark: string;
}

/** An open stream of a conversation. */
export interface Socket {
  /** resolves when the socket has closed */
  ended: Promise<void>;
  /** Closes it immediately, without a handshake. */
  drop(): void;
}

const keepAliveMs = 25_000;

function read(data: unknown): Arrival | null {
  if (typeof data !== "string" || data === "") return null;
  try {
    const { activities, watermark } = JSON.parse(data) as Partial<Arrival>;
    return { activities: activities ?? [], watermark: watermark ?? "" };
  } catch {
    return null;
  }
}

/** Opens a socket. Calls `opened` once it is open, and `take` for each message. */
export function openSocket(url: string, opened: () => void, take: (arrival: Arrival) => void): Socket {
  const socket = new WebSocket(url);
  const keepAlive = setInterval(() => socket.readyState === WebSocket.OPEN && socket.send(""), keepAliveMs);
  let end: () => void = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const done = (): void => {
    clearInterval(keepAlive);
    socket.onopen = socket.onmessage = socket.onclose = null;
    end();
  };
  socket.onopen = opened;
  socket.onclose = done;
  socket.onmessage = ({ data }) => {
    const arrival = read(data);
    if (arrival) take(arrival);
  };
  return {
    ended,
    drop: () => {
      done();
      socket.close();
    },
  };
}

import type { Activity } from "../../../shared/activity.ts";

/** What came over a socket: activities, and how far they reach. */
export interface Arrival {
  activities: Activity[];
  watermark: string;
}

/** An open socket on a conversation. */
export interface Socket {
  /** resolves when nothing comes any more */
  ended: Promise<void>;
  /** Ends it at once, without waiting for the other side. */
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

/** Opens a socket. `opened` hears when it is open, `take` what comes. */
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

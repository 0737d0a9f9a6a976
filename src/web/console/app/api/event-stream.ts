import { onVisible } from "../../../shared/on-visible.ts";
import { type Delay, delay, retryDelay } from "../../../shared/retry-delay.ts";
import { bearer } from "./request.ts";
import type { StreamFrame } from "./schemas.ts";

/** How the line to the desk is. */
export type StreamState = "connecting" | "online" | "offline";

/** Who listens to the stream. */
export interface StreamEnd {
  frame(frame: StreamFrame): void;
  /** what was missed is not known any more: everything is to be looked at anew */
  anew(): void;
  state(state: StreamState): void;
  /** the session has ended */
  signedOut(): void;
}

const signedOutCode = 4401;
const heartbeatMs = 20_000;
/** the stream counts as dead when it cannot be opened within this time */
const openPatienceMs = 8000;

function read(data: unknown): StreamFrame | null {
  if (typeof data !== "string" || data === "") return null;
  try {
    return JSON.parse(data) as StreamFrame;
  } catch {
    return null;
  }
}

const address = (after: number | null): string =>
  `${location.origin.replace(/^http/, "ws")}/api/desk/stream${after === null ? "" : `?after=${after}`}`;

/** With the token of a session that has no cookie; the first is the one that the desk takes. */
const protocols = (): string[] => {
  const token = bearer();
  return token === null ? [] : ["exit-desk", `bearer.${token}`];
};

/** Reads the desk's stream and mends itself: after a broken line it goes on after the last frame it has. Returns how to end. */
export function followStream(end: StreamEnd): () => void {
  let after: number | null = null;
  let over = false;
  let failures = 0;
  let socket: WebSocket | null = null;
  let rest: Delay | null = null;

  const take = (frame: StreamFrame): void => {
    if (frame.kind === "reset") end.anew();
    else end.frame(frame);
    if (frame.kind !== "hello" || after === null) after = frame.seq;
  };

  const attend = (): Promise<void> =>
    new Promise((resolve) => {
      const mine = new WebSocket(address(after), protocols());
      socket = mine;
      const alive = setInterval(
        () => mine.readyState === WebSocket.OPEN && mine.send('{"kind":"alive"}'),
        heartbeatMs,
      );
      const slow = setTimeout(() => mine.close(), openPatienceMs);
      mine.onopen = () => {
        clearTimeout(slow);
        failures = 0;
        mine.send('{"kind":"alive"}');
        end.state("online");
      };
      mine.onmessage = ({ data }) => {
        const frame = read(data);
        if (frame && mine === socket) take(frame);
      };
      mine.onclose = ({ code }) => {
        clearInterval(alive);
        clearTimeout(slow);
        if (code === signedOutCode) {
          over = true;
          end.signedOut();
        }
        resolve();
      };
    });

  const stay = async (): Promise<void> => {
    while (!over) {
      await attend();
      if (over) return;
      failures += 1;
      if (failures > 1) end.state("offline");
      rest = delay(retryDelay(failures - 1, Math.random()));
      await rest.over;
    }
  };

  onVisible(() => {
    socket?.close();
    rest?.cut();
  });
  end.state("connecting");
  void stay();
  return () => {
    over = true;
    socket?.close();
    rest?.cut();
  };
}

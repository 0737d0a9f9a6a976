import { onVisible } from "../../../shared/on-visible.ts";
import { type Delay, delay, retryDelay } from "../../../shared/retry-delay.ts";
import type { StreamFrame } from "./schemas.ts";

const name = "exit-desk.console.bearer";

let inMemory: string | null = null;

/**
 * Returns the session token in a third-party frame, where cookies are blocked; null elsewhere. It lives as
 * long as the tab.
 */
export function bearer(): string | null {
  if (inMemory !== null) return inMemory;
  try {
    return sessionStorage.getItem(name);
  } catch {
    return null;
  }
}

/** Stores the token, or removes it. */
export function holdBearer(token: string | null): void {
  inMemory = token;
  try {
    if (token === null) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, token);
  } catch {}
}

/** Response of the API: `away` without one, `refused` with fields of the problem details. */
export type ApiReply<Body> =
  | { kind: "ok"; body: Body }
  | { kind: "refused"; status: number; code: string; detail: string; by: string | null }
  | { kind: "away" };

/** Request options: method, body and CSRF token. */
export interface Sent {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  body?: unknown;
  csrf?: string | undefined;
  /** timeout in milliseconds, for slow requests */
  timeoutMs?: number;
}

const defaultTimeoutMs = 15_000;
/** timeout for changes of thousands of tickets */
export const longTimeoutMs = 120_000;

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
const text = (value: unknown): string => (typeof value === "string" ? value : "");

async function problem(answer: Response): Promise<Extract<ApiReply<never>, { kind: "refused" }>> {
  const payload: unknown = await answer.json().catch(() => null);
  const fields = isFields(payload) ? payload : {};
  const by = fields["by"];
  return {
    kind: "refused",
    status: answer.status,
    code: text(fields["code"]),
    detail: text(fields["detail"]),
    by: isFields(by) ? text(by["name"]) : null,
  };
}

/** Sends a request to the API. Never throws. */
export async function apiRequest<Body>(
  path: string,
  { method, body, csrf, timeoutMs = defaultTimeoutMs }: Sent = {},
): Promise<ApiReply<Body>> {
  const token = bearer();
  try {
    const answer = await fetch(`/api/desk/${path}`, {
      method: method ?? (body === undefined ? "GET" : "POST"),
      headers: {
        ...(body !== undefined && { "content-type": "application/json" }),
        ...(token !== null && { authorization: `Bearer ${token}` }),
        ...(csrf !== undefined && { "x-csrf-token": csrf }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      credentials: "same-origin",
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!answer.ok) return await problem(answer);
    return { kind: "ok", body: (answer.status === 204 ? undefined : await answer.json()) as Body };
  } catch {
    return { kind: "away" };
  }
}

/** State of the connection. */
export type StreamState = "connecting" | "online" | "offline";

/** Callbacks of the stream. */
interface StreamEnd {
  frame(frame: StreamFrame): void;
  /** missed events were dropped, so that everything must be reloaded */
  anew(): void;
  state(state: StreamState): void;
  /** the session has ended */
  signedOut(): void;
}

const signedOutCode = 4401;
const heartbeatMs = 20_000;
/** timeout for opening the stream */
const openTimeoutMs = 8000;

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

/** Returns the WebSocket subprotocols: with a token, the first is the one the desk selects. */
const protocols = (): string[] => {
  const token = bearer();
  return token === null ? [] : ["exit-desk", `bearer.${token}`];
};

/** Follows the desk's event stream, and reconnects after the last frame. Returns a function that stops it. */
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

  const connect = (): Promise<void> =>
    new Promise((resolve) => {
      const mine = new WebSocket(address(after), protocols());
      socket = mine;
      const alive = setInterval(
        () => mine.readyState === WebSocket.OPEN && mine.send('{"kind":"alive"}'),
        heartbeatMs,
      );
      const slow = setTimeout(() => mine.close(), openTimeoutMs);
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

  const reconnect = async (): Promise<void> => {
    while (!over) {
      await connect();
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
  void reconnect();
  return () => {
    over = true;
    socket?.close();
    rest?.cut();
  };
}

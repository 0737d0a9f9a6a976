import { onVisible } from "../../../shared/on-visible.ts";
import { type Delay, delay, retryDelay } from "../../../shared/retry-delay.ts";
import type { StreamFrame } from "./schemas.ts";

const name = "exit-desk.console.bearer";

let held: string | null = null;

/** The session's token where the page is in a foreign frame and no cookie comes along; null elsewhere. It lives as long as the tab. */
export function bearer(): string | null {
  if (held !== null) return held;
  try {
    return sessionStorage.getItem(name);
  } catch {
    return null;
  }
}

/** Holds the token from now on, or lets go of it. */
export function holdBearer(token: string | null): void {
  held = token;
  try {
    if (token === null) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, token);
  } catch {}
}

/** What the desk answered: `away` when nothing came back, `refused` with the code and the fields of its problem details. */
export type ApiReply<Body> =
  | { kind: "ok"; body: Body }
  | { kind: "refused"; status: number; code: string; detail: string; by: string | null }
  | { kind: "away" };

/** What is sent along: the body of a write, and the session's token against forged requests. */
export interface Sent {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  body?: unknown;
  csrf?: string | undefined;
  /** for what may take longer than usual */
  patienceMs?: number;
}

const usualPatienceMs = 15_000;
/** for what changes thousands of tickets */
export const longPatienceMs = 120_000;

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
const text = (value: unknown): string => (typeof value === "string" ? value : "");

async function problem(answer: Response): Promise<Extract<ApiReply<never>, { kind: "refused" }>> {
  const said: unknown = await answer.json().catch(() => null);
  const fields = isFields(said) ? said : {};
  const by = fields["by"];
  return {
    kind: "refused",
    status: answer.status,
    code: text(fields["code"]),
    detail: text(fields["detail"]),
    by: isFields(by) ? text(by["name"]) : null,
  };
}

/** Asks the desk's API something. Never throws. */
export async function apiRequest<Body>(
  path: string,
  { method, body, csrf, patienceMs = usualPatienceMs }: Sent = {},
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
      signal: AbortSignal.timeout(patienceMs),
    });
    if (!answer.ok) return await problem(answer);
    return { kind: "ok", body: (answer.status === 204 ? undefined : await answer.json()) as Body };
  } catch {
    return { kind: "away" };
  }
}

/** How the line to the desk is. */
export type StreamState = "connecting" | "online" | "offline";

/** Who listens to the stream. */
interface StreamEnd {
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

import { WebSocket } from "ws";
import type { Person } from "../accounts/account.ts";
import type { Limits } from "../http/limits.ts";
import { makeHeartbeats } from "../http/websocket-heartbeat.ts";
import type { Principal } from "./endpoint.ts";
import type { StreamFrame } from "./schemas/conversations.ts";

/** A connected console. */
export interface Listener {
  principal: Principal;
  /** Sends a frame. Disconnects a slow client, which resumes from its last seq. */
  send(frame: StreamFrame | null): void;
}

/** Connected consoles, and their heartbeats. */
export interface Listeners {
  /** Makes a listener. `cut` closes the connection of a stalled client. */
  of(socket: WebSocket, principal: Principal, cut: () => void): Listener;
  add(listener: Listener): void;
  all(): Iterable<Listener>;
  /** number of open sockets of an account */
  countOf(agent: string): number;
  /** keys of the sessions with open sockets */
  sessions(): string[];
  /** Updates the account of each listener; closes with `signedOut` those that lost access. */
  refresh(personNow: (principal: Principal) => Person | null): void;
  /** Closes the sockets of a session. */
  end(code: number, sessionKey: string): void;
  close(code: number): void;
}

const lastWordMs = 2000;

interface Seat extends Listener {
  socket: WebSocket;
}

function shut({ socket }: Seat, code: number): void {
  socket.close(code);
  setTimeout(() => socket.terminate(), lastWordMs).unref();
}

/** Makes the set of consoles. Closes stalled connections, and with `signedOut` those that lost access. */
export function makeListeners({
  limits,
  holds,
  roleChanged,
  signedOut,
}: {
  limits: Pick<Limits, "pingEveryMs" | "stalledMs" | "waitingBytes">;
  /** Returns whether a session is still open. */
  holds: (principal: Principal) => Promise<boolean>;
  /** Called when the role of a listener changed. */
  roleChanged: (listener: Listener) => void;
  signedOut: number;
}): Listeners {
  const open = new Map<Listener, Seat>();
  const joined = new Set<Listener>();
  const heartbeats = makeHeartbeats(limits);

  const take = (seat: Seat, me: Person | null): void => {
    const { principal } = seat;
    if (me === principal.me) return;
    if (me === null) {
      shut(seat, signedOut);
      return;
    }
    seat.principal = { ...principal, me };
    if (me.role !== principal.me.role && joined.has(seat)) roleChanged(seat);
  };
  const check = async (seat: Seat): Promise<void> => {
    if (!(await holds(seat.principal))) shut(seat, signedOut);
  };
  const timer = setInterval(() => {
    for (const seat of open.values()) check(seat).catch(() => seat.socket.close(1013));
  }, limits.pingEveryMs).unref();

  return {
    of: (socket, principal, cut) => {
      const heartbeat = heartbeats.watch(socket, cut);
      const seat: Seat = {
        socket,
        principal,
        send: (frame) => {
          if (frame === null || socket.readyState !== WebSocket.OPEN) return;
          if (socket.bufferedAmount > limits.waitingBytes) return cut();
          const text = Buffer.from(JSON.stringify(frame));
          socket.send(text, { binary: false });
          heartbeat.sent(text.length);
        },
      };
      open.set(seat, seat);
      socket.on("close", () => {
        open.delete(seat);
        joined.delete(seat);
      });
      return seat;
    },
    add: (listener) => {
      if (open.has(listener)) joined.add(listener);
    },
    all: () => joined,
    countOf: (agent) => [...open.values()].filter(({ principal }) => principal.me.id === agent).length,
    sessions: () => [...new Set([...open.values()].map(({ principal }) => principal.session.key))],
    refresh: (personNow) => {
      for (const seat of open.values()) take(seat, personNow(seat.principal));
    },
    end: (code, key) => {
      for (const seat of open.values()) if (seat.principal.session.key === key) shut(seat, code);
    },
    close: (code) => {
      clearInterval(timer);
      heartbeats.close();
      for (const seat of open.values()) shut(seat, code);
    },
  };
}

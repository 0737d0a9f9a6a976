import { WebSocket } from "ws";
import type { Person } from "../../people/person.ts";
import type { Asker } from "./endpoint.ts";
import type { StreamFrame } from "./schemas/stream.ts";

/** One console that listens. */
export interface Listener {
  asker: Asker;
  /** Sends a frame; one who does not keep up is dropped and comes back with the seq it has. */
  send(frame: StreamFrame | null): void;
}

/** The consoles that listen, and whether they are still there. */
export interface Listeners {
  of(socket: WebSocket, asker: Asker): Listener;
  add(listener: Listener): void;
  all(): Iterable<Listener>;
  /** how many sockets somebody has open */
  countOf(agent: string): number;
  /** the keys of the sessions that have sockets open */
  sessions(): string[];
  /** Gives each console what its person may by now; whoever may not listen any more hears so with `signedOut`. */
  refresh(personNow: (asker: Asker) => Person | null): void;
  /** Closes the sockets of one session. */
  end(code: number, sessionKey: string): void;
  close(code: number): void;
}

const lastWordMs = 2000;

interface Seat extends Listener {
  socket: WebSocket;
  /** answered since the last ping */
  alive: boolean;
}

function shut({ socket }: Seat, code: number): void {
  socket.close(code);
  setTimeout(() => socket.terminate(), lastWordMs).unref();
}

/** Makes the set of consoles. Each is pinged; whoever may not listen any more hears so with `signedOut`. */
export function makeListeners({
  everyMs,
  mostWaiting,
  holds,
  roleChanged,
  signedOut,
}: {
  everyMs: number;
  /** bytes that may wait for a reader that does not keep up */
  mostWaiting: number;
  /** Tells whether a session is still open. */
  holds: (asker: Asker) => Promise<boolean>;
  /** Hears of a console whose person has another role from now on. */
  roleChanged: (listener: Listener) => void;
  signedOut: number;
}): Listeners {
  const open = new Map<Listener, Seat>();
  const joined = new Set<Listener>();

  const take = (seat: Seat, me: Person | null): void => {
    const { asker } = seat;
    if (me === asker.me) return;
    if (me === null) {
      shut(seat, signedOut);
      return;
    }
    seat.asker = { ...asker, me };
    if (me.role !== asker.me.role && joined.has(seat)) roleChanged(seat);
  };
  const check = async (seat: Seat): Promise<void> => {
    if (!(await holds(seat.asker))) shut(seat, signedOut);
  };
  const rounds = setInterval(() => {
    for (const seat of open.values()) {
      if (!seat.alive) seat.socket.terminate();
      seat.alive = false;
      seat.socket.ping();
      check(seat).catch(() => seat.socket.close(1013));
    }
  }, everyMs).unref();

  return {
    of: (socket, asker) => {
      const seat: Seat = {
        socket,
        asker,
        alive: true,
        send: (frame) => {
          if (frame === null || socket.readyState !== WebSocket.OPEN) return;
          if (socket.bufferedAmount > mostWaiting) socket.terminate();
          else socket.send(JSON.stringify(frame));
        },
      };
      open.set(seat, seat);
      socket.on("pong", () => {
        seat.alive = true;
      });
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
    countOf: (agent) => [...open.values()].filter(({ asker }) => asker.me.id === agent).length,
    sessions: () => [...new Set([...open.values()].map(({ asker }) => asker.session.key))],
    refresh: (personNow) => {
      for (const seat of open.values()) take(seat, personNow(seat.asker));
    },
    end: (code, key) => {
      for (const seat of open.values()) if (seat.asker.session.key === key) shut(seat, code);
    },
    close: (code) => {
      clearInterval(rounds);
      for (const seat of open.values()) shut(seat, code);
    },
  };
}

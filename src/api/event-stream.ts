import { type WebSocket, WebSocketServer } from "ws";
import type { Person } from "../accounts/account.ts";
import type { PeopleIndex } from "../accounts/directory.ts";
import type { HttpServer } from "../http/server.ts";
import { frameCount } from "../http/websocket-heartbeat.ts";
import { aboutError } from "../runtime/log.ts";
import type { ApiDesk } from "./api-context.ts";
import { needsCode, principalOf } from "./authenticate.ts";
import { colleagues } from "./colleagues.ts";
import type { Principal } from "./endpoint.ts";
import { ClientFrame, type StreamFrame } from "./schemas/conversations.ts";
import { type Listener, makeListeners } from "./stream-listeners.ts";
import { frameFor, KnownTickets } from "./visibility.ts";

const signedOut = 4401;
const notUnderstood = 1008;
/** maximum delay in milliseconds before a revoked right takes effect in this process */
const rightsEveryMs = 500;

const readFrame = (data: string): boolean => {
  try {
    return ClientFrame.safeParse(JSON.parse(data)).success;
  } catch {
    return false;
  }
};

/** Polls for changes from other processes, whose events may be lost. Returns a function that stops it. */
function poll(look: () => Promise<void>): () => void {
  let under = false;
  const tick = async (): Promise<void> => {
    if (under) return;
    under = true;
    // an unavailable store is reported elsewhere; the next poll comes soon
    await look().catch(() => undefined);
    under = false;
  };
  const timer = setInterval(() => void tick(), rightsEveryMs).unref();
  return () => clearInterval(timer);
}

/**
 * Serves `/api/desk/stream?after=`: hello, then each event once and in order. Missed events after `after` come first, or a
 * reset when they are no longer kept. Events are processed serially, so that a new listener misses and repeats none.
 */
export function serveStream(web: HttpServer, desk: ApiDesk): { close(): void } {
  const { limits, log, origins } = web.settings;
  const { human, accounts, sessions } = desk;
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: limits.frameBytes,
  });
  const listeners = makeListeners({
    limits,
    holds: ({ session }) => sessions.holds(session.key),
    roleChanged: (listener) => listener.send({ kind: "reset", seq: sentUpTo }),
    signedOut,
  });
  /** Returns the current account of a listener, or null when it lost access. */
  const mayListen = ({ me, session }: Principal, people: PeopleIndex): Person | null => {
    const now = people.active(me.id);
    return now === undefined || needsCode({ me: now, session }, desk.rules) ? null : now;
  };
  const refresh = (people: PeopleIndex): void =>
    listeners.refresh((principal) => mayListen(principal, people));
  const tickets = new KnownTickets(human.ticket);
  let sentUpTo = human.lastSeq();
  let work: Promise<void> = Promise.resolve();
  const next = (job: () => void | Promise<void>): void => {
    work = work.then(job).catch((error: unknown) => log.error(aboutError(error), "desk stream failed"));
  };

  const stopWatching = human.watch((event) =>
    next(async () => {
      tickets.note(event);
      const ticket = await tickets.of(event);
      for (const listener of listeners.all())
        listener.send(frameFor(event, listener.principal.me, ticket, desk.reading));
      sentUpTo = event.seq;
    }),
  );
  const stopWatchingEnds = sessions.watchEnds((key) => listeners.end(signedOut, key));
  let changes = 0;
  const stopWatchingPeople = accounts.watch((people) => {
    changes += 1;
    refresh(people);
  });
  const stopLooking = poll(async () => {
    const open = listeners.sessions();
    if (open.length === 0) return;
    const before = changes;
    const people = await accounts.people();
    // a change since the poll began is newer than its result
    if (changes === before) refresh(people);
    for (const key of await sessions.ended(open)) listeners.end(signedOut, key);
  });

  /** Returns the frames after `after`; null when events were dropped or there are too many. */
  const framesAfter = async (after: number | null, reader: Person): Promise<StreamFrame[] | null> => {
    const events = after === null ? [] : human.eventsAfter(after);
    if (events === null) return null;
    const frames: StreamFrame[] = [];
    let bytes = 0;
    for (const event of events) {
      const frame =
        event.seq <= sentUpTo ? frameFor(event, reader, await tickets.of(event), desk.reading) : null;
      if (frame === null) continue;
      bytes += Buffer.byteLength(JSON.stringify(frame));
      if (bytes > limits.waitingBytes) return null;
      frames.push(frame);
    }
    return frames;
  };

  const join = async (listener: Listener, after: number | null): Promise<void> => {
    const agents = await colleagues(desk, listener.principal.me);
    next(async () => {
      const missed = await framesAfter(after, listener.principal.me);
      listener.send({ kind: "hello", seq: sentUpTo, agents });
      for (const frame of missed ?? [{ kind: "reset" as const, seq: sentUpTo }]) listener.send(frame);
      listeners.add(listener);
    });
  };
  const open = (socket: WebSocket, principal: Principal, after: number | null, cut: () => void): void => {
    const listener = listeners.of(socket, principal, cut);
    const isTooMuch = frameCount(limits);
    socket.on("message", (data) => {
      if (socket.readyState !== socket.OPEN) return;
      if (isTooMuch() || !readFrame(String(data))) return socket.close(notUnderstood);
      human.heartbeat(principal.me.id);
    });
    human.heartbeat(principal.me.id);
    join(listener, after).catch((error: unknown) => {
      log.error(aboutError(error), "desk stream failed");
      socket.close(1013);
    });
  };

  web.upgrades.on(/^\/api\/desk\/stream$/, async (req, rawSocket, head) => {
    if (!origins.isOwn(req)) return { refused: "foreign-origin" };
    const principal = await principalOf(desk, req);
    if (principal !== null && needsCode(principal, desk.rules)) return { refused: "code-setup" };
    if (principal !== null) web.connections.keep(rawSocket, "agent");
    if (principal !== null && listeners.countOf(principal.me.id) >= limits.socketsPerAgent)
      return { refused: "too-many-sockets", retryAfter: 10 };
    const position = new URL(req.url ?? "/", "http://desk").searchParams.get("after") ?? "";
    const after = /^\d{1,16}$/.test(position) ? Number(position) : null;
    server.handleUpgrade(req, rawSocket, head, (socket) => {
      socket.on("error", () => socket.terminate());
      if (principal === null) socket.close(signedOut);
      else open(socket, principal, after, () => web.connections.reset(rawSocket));
    });
    return null;
  });
  return {
    close: () => {
      stopWatching();
      stopWatchingEnds();
      stopWatchingPeople();
      stopLooking();
      listeners.close(1012);
    },
  };
}

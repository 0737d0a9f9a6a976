import { type WebSocket, WebSocketServer } from "ws";
import type { Person } from "../../people/person.ts";
import { frameCount } from "../frame-count.ts";
import { aboutError } from "../log.ts";
import type { Web } from "../server.ts";
import { askerOf, needsCode } from "./admit.ts";
import { colleagues } from "./colleagues.ts";
import type { ApiDesk } from "./desk.ts";
import type { Asker } from "./endpoint.ts";
import { type Listener, makeListeners } from "./listeners.ts";
import { ClientFrame, type StreamFrame } from "./schemas/stream.ts";
import { frameFor, Holders } from "./visible.ts";

const signedOut = 4401;
const notUnderstood = 1008;

const readFrame = (data: string): boolean => {
  try {
    return ClientFrame.safeParse(JSON.parse(data)).success;
  } catch {
    return false;
  }
};

/**
 * Serves `/api/desk/stream?after=`: hello, then each event once and in order, also those after `after` if they are still
 * known (else a reset). Events are given one after the other, so that whoever joins misses none and sees none twice.
 */
export function serveStream(web: Web, desk: ApiDesk): { close(): void } {
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
    renew: async ({ session, me }) =>
      (await sessions.holds(session.key)) ? ((await accounts.person(me.id)) ?? null) : null,
    signedOut,
  });
  const holders = new Holders(human.ticket);
  let given = human.lastSeq();
  let work: Promise<void> = Promise.resolve();
  const next = (job: () => void | Promise<void>): void => {
    work = work.then(job).catch((error: unknown) => log.error(aboutError(error), "desk stream failed"));
  };

  const stopWatching = human.watch((event) =>
    next(async () => {
      holders.note(event);
      const holder = await holders.of(event);
      for (const listener of listeners.all()) listener.send(frameFor(event, listener.asker.me, holder));
      given = event.seq;
    }),
  );
  const stopWatchingEnds = sessions.watchEnds((key) => listeners.end(signedOut, key));

  /** What somebody is told who heard everything up to `after`; null where that is not known any more, or is too much. */
  const framesAfter = async (after: number | null, reader: Person): Promise<StreamFrame[] | null> => {
    const events = after === null ? [] : human.eventsAfter(after);
    if (events === null) return null;
    const frames: StreamFrame[] = [];
    let bytes = 0;
    for (const event of events) {
      const frame = event.seq <= given ? frameFor(event, reader, await holders.of(event)) : null;
      if (frame === null) continue;
      bytes += Buffer.byteLength(JSON.stringify(frame));
      if (bytes > limits.waitingBytes) return null;
      frames.push(frame);
    }
    return frames;
  };

  const join = async (listener: Listener, after: number | null): Promise<void> => {
    const agents = await colleagues(desk, listener.asker.me);
    next(async () => {
      const missed = await framesAfter(after, listener.asker.me);
      listener.send({ kind: "hello", seq: given, agents });
      for (const frame of missed ?? [{ kind: "reset" as const, seq: given }]) listener.send(frame);
      listeners.add(listener);
    });
  };
  const open = (socket: WebSocket, asker: Asker, after: number | null, cut: () => void): void => {
    const listener = listeners.of(socket, asker, cut);
    const isTooMuch = frameCount(limits);
    socket.on("message", (data) => {
      if (socket.readyState !== socket.OPEN) return;
      if (isTooMuch() || !readFrame(String(data))) return socket.close(notUnderstood);
      human.heartbeat(asker.me.id);
    });
    human.heartbeat(asker.me.id);
    join(listener, after).catch((error: unknown) => {
      log.error(aboutError(error), "desk stream failed");
      socket.close(1013);
    });
  };

  web.upgrades.on(/^\/api\/desk\/stream$/, async (req, rawSocket, head) => {
    if (!origins.isOwn(req)) return { refused: "foreign-origin" };
    const asker = await askerOf(desk, req);
    if (asker !== null && needsCode(asker, desk.rules)) return { refused: "code-setup" };
    if (asker !== null) web.connections.keep(rawSocket, "agent");
    if (asker !== null && listeners.countOf(asker.me.id) >= limits.socketsPerAgent)
      return { refused: "too-many-sockets", retryAfter: 10 };
    const asked = new URL(req.url ?? "/", "http://desk").searchParams.get("after") ?? "";
    const after = /^\d{1,16}$/.test(asked) ? Number(asked) : null;
    server.handleUpgrade(req, rawSocket, head, (socket) => {
      socket.on("error", () => socket.terminate());
      if (asker === null) socket.close(signedOut);
      else open(socket, asker, after, () => web.connections.reset(rawSocket));
    });
    return null;
  });
  return {
    close: () => {
      stopWatching();
      stopWatchingEnds();
      listeners.close(1012);
    },
  };
}

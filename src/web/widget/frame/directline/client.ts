import { type Activity, deliveryKey } from "../../../shared/activity.ts";
import { onWake } from "../../../shared/on-visible.ts";
import { type Pause, pause, pauseBefore } from "../../../shared/retry-delay.ts";
import { askDevices, type Device, fetchCopy, type Talk } from "./conversation.ts";
import { type Delivered, makeOutbox } from "./outbox.ts";
import type { AskChallenge } from "./prover.ts";
import { ask } from "./request.ts";
import { type Arrival, openSocket, type Socket } from "./socket.ts";
import { grant, type Lost, type Place } from "./token.ts";

/** A way into a talk, or why there is none: the token is not taken, or it is to be tried again after a while. */
type Joined =
  | { kind: "way"; token: string; streamUrl: string }
  | { kind: "token-refused" }
  | { kind: "wait"; ms: number; busy?: boolean };

const tokenTrouble: readonly number[] = [401, 403, 404];

/** Tells whether an HTTP status means that the token, or the talk behind it, is the trouble. */
const isTokenTrouble = (status: number): boolean => tokenTrouble.includes(status);

/** The address of a talk's socket on the server that this page came from, whatever name the desk gives itself. */
function onThisServer(streamUrl: unknown): string {
  const { pathname, search } = new URL(String(streamUrl));
  return `${location.origin.replace(/^http/, "ws")}${pathname}${search}`;
}

/** Begins a talk, or goes on with a begun one after a watermark. */
async function join(
  { conversationId, token, root }: Talk,
  from: { begun: boolean; watermark: string; locale: string },
): Promise<Joined> {
  const path = `${root}/conversations`;
  const answered = from.begun
    ? await ask(`${path}/${conversationId}?watermark=${from.watermark || 0}`, { token })
    : await ask(path, { token, body: { locale: from.locale } });
  switch (answered.kind) {
    case "ok": {
      const { token: fresh, streamUrl } = answered.body;
      return { kind: "way", token: String(fresh ?? token), streamUrl: onThisServer(streamUrl) };
    }
    case "refused":
      return isTokenTrouble(answered.status) ? { kind: "token-refused" } : { kind: "wait", ms: 5000 };
    case "later":
      return { kind: "wait", ms: answered.waitMs, busy: answered.busy };
    case "away":
      return { kind: "wait", ms: 0 };
    default:
      return answered satisfies never;
  }
}

/** How the line is. */
export type LineState = "connecting" | "online" | "offline";

/** Who listens to the line. */
interface LineEnd {
  arrived(arrival: Arrival): void;
  state(state: LineState): void;
  /** the talk is another one than before */
  anew(why: Lost): void;
  /** the conversation was opened by a link, and cannot be used any more */
  ended(): void;
  /** whether the desk takes no more for now, and what is written waits */
  busy(is: boolean): void;
}

/** A line to the desk that mends itself. */
export interface Line {
  /** Reads the talk from a watermark on, and stays. */
  readFrom(watermark: string): void;
  /** Gives the id of the entry. Throws when the desk will not take it. */
  post(activity: Activity): Promise<string>;
  /** Sends something that nobody keeps, such as typing, unless the line is down. */
  sign(activity: Activity): void;
  conversationId(): string | null;
  /** Asks which proof of work the desk wants for a ticket of this talk, or posts it. */
  challenge: AskChallenge;
  /** The talk as a file that the desk makes; null when it cannot be had now. */
  copy(as: "html" | "json"): Promise<Blob | null>;
  /** Where the conversation can be opened, after ending one device or link, or all others; null when that cannot be had now. */
  devices(end: Parameters<typeof askDevices>[1]): Promise<Device[] | null>;
}

/** what the desk took must come back over the socket within this time, or the socket counts as dead */
const echoPatienceMs = 4000;

/** the page is about to show something else */
const endedWaitMs = 60_000;

/** Who calls, for the conversation of which place, and in which language; `userToken` is the host page's word for them, or null. */
interface Caller {
  place: Place;
  locale: string;
  userToken: string | null;
}

/** Makes a line; nothing is asked before `readFrom`. */
export function makeLine({ place, locale, userToken }: Caller, end: LineEnd): Line {
  let talk: Talk | null = place.kept();
  let begun = talk !== null;
  let refusedToken: string | null = null;
  let watermark = "";
  let round = 0;
  let socket: Socket | null = null;
  let rest: Pause | null = null;
  const unechoed = new Set<string>();

  /** Gives a talk with a token that was not refused yet, or the milliseconds to wait before asking again. */
  const needTalk = async (): Promise<Talk | number> => {
    if (talk !== null && refusedToken === null) return talk;
    const granted = await grant(place, talk, refusedToken, userToken);
    if (granted.kind === "ended") {
      end.ended();
      return endedWaitMs;
    }
    if (granted.kind !== "talk") return granted.kind === "later" ? granted.waitMs : 0;
    begun &&= granted.lost === null;
    if (granted.lost !== null) {
      watermark = "";
      end.anew(granted.lost);
    }
    refusedToken = null;
    talk = granted.talk;
    return talk;
  };

  /** Goes on until the socket ends, or gives the milliseconds to wait before the next try. */
  const attend = async (mine: number, online: () => void): Promise<number> => {
    const known = await needTalk();
    if (typeof known === "number") return known;
    const joined = await join(known, { begun, watermark, locale });
    if (mine !== round) return 0;
    if (joined.kind !== "token-refused") end.busy(joined.kind === "wait" && joined.busy === true);
    if (joined.kind === "token-refused") refusedToken = known.token;
    if (joined.kind !== "way") return joined.kind === "wait" ? joined.ms : 0;
    begun = true;
    talk = { ...known, token: joined.token };
    place.keep(talk);
    socket = openSocket(joined.streamUrl, online, arrived);
    await socket.ended;
    return 0;
  };

  const stay = async (): Promise<void> => {
    const mine = ++round;
    socket?.drop();
    rest?.cut();
    let failures = 0;
    const online = (): void => {
      failures = 0;
      end.state("online");
      outbox.hurry();
    };
    while (mine === round) {
      const wait = await attend(mine, online);
      if (mine !== round) return;
      if (failures > 0) end.state("offline");
      rest = pause(wait + (refusedToken === null || failures > 2 ? pauseBefore(failures, Math.random()) : 0));
      failures += 1;
      await rest.over;
    }
  };

  const arrived = (arrival: Arrival): void => {
    if (arrival.watermark) watermark = arrival.watermark;
    for (const activity of arrival.activities) unechoed.delete(deliveryKey(activity));
    end.arrived(arrival);
  };

  const awaitEcho = (key: string): void => {
    unechoed.add(key);
    setTimeout(() => unechoed.delete(key) && void stay(), echoPatienceMs);
  };

  const deliver = async (activity: Activity): Promise<Delivered> => {
    const known = await needTalk();
    if (typeof known === "number") return { kind: "again", waitMs: known };
    awaitEcho(deliveryKey(activity));
    const { root, conversationId, token } = known;
    const answered = await ask(`${root}/conversations/${conversationId}/activities`, {
      token,
      body: activity,
    });
    end.busy(answered.kind === "later" && answered.busy);
    if (answered.kind === "ok") return { kind: "taken", id: String(answered.body["id"] ?? "") };
    unechoed.delete(deliveryKey(activity));
    if (answered.kind !== "refused") {
      return { kind: "again", waitMs: answered.kind === "later" ? answered.waitMs : 0 };
    }
    if (!isTokenTrouble(answered.status)) return { kind: "refused" };
    refusedToken = token;
    await needTalk();
    if (talk?.conversationId !== conversationId) void stay();
    return { kind: "again", waitMs: 1 };
  };

  const outbox = makeOutbox(place.waiting, deliver);
  onWake(() => {
    if (round === 0) return;
    void stay();
    outbox.hurry();
  });

  return {
    readFrom: (from) => {
      watermark = from;
      end.state("connecting");
      void stay();
    },
    post: outbox.post,
    sign: (activity) => {
      if (talk === null || refusedToken !== null) return;
      const { root, conversationId, token } = talk;
      void ask(`${root}/conversations/${conversationId}/activities`, { token, body: activity });
    },
    conversationId: () => talk?.conversationId ?? null,
    devices: async (end) => (talk === null || refusedToken !== null ? null : askDevices(talk, end)),
    challenge: async (body) => {
      if (talk === null || refusedToken !== null) return null;
      const { root, conversationId, token } = talk;
      return ask(`${root}/conversations/${conversationId}/challenge`, { token, body });
    },
    copy: async (as) => (talk === null || refusedToken !== null ? null : fetchCopy(talk, as)),
  };
}

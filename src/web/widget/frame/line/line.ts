import { type Activity, deliveryKey } from "./activity.ts";
import { ask } from "./ask.ts";
import { askDevices, type Device } from "./devices.ts";
import { fetchCopy } from "./fetch-copy.ts";
import { grant, type Lost } from "./grant.ts";
import { isTokenTrouble, join } from "./join.ts";
import { type Delivered, makeOutbox } from "./outbox.ts";
import { type Pause, pause, pauseBefore } from "./pauses.ts";
import type { Place } from "./place.ts";
import type { AskChallenge } from "./prover.ts";
import { type Arrival, openSocket, type Socket } from "./socket.ts";
import type { Talk } from "./talk.ts";
import { onWake } from "./wake.ts";

/** How the line is. */
export type LineState = "connecting" | "online" | "offline";

/** Who listens to the line. */
export interface LineEnd {
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
export interface Caller {
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

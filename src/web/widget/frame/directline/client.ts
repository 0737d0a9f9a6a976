import { type Activity, deliveryKey } from "../../../shared/activity.ts";
import { onVisible } from "../../../shared/on-visible.ts";
import { type Delay, delay, retryDelay } from "../../../shared/retry-delay.ts";
import { askDevices, fetchExport, type OpenConversation, type OpenDevice } from "./conversation.ts";
import { type Delivered, makeSendQueue } from "./outbox.ts";
import type { AskChallenge } from "./prover.ts";
import { directLineRequest } from "./request.ts";
import { type Arrival, openSocket, type Socket } from "./socket.ts";
import { type ConversationSlot, grant, type Lost } from "./token.ts";

/** Result of joining: a stream, a refused token, or a delay. */
type Joined =
  | { kind: "way"; token: string; streamUrl: string }
  | { kind: "token-refused" }
  | { kind: "wait"; ms: number; busy?: boolean };

const tokenTrouble: readonly number[] = [401, 403, 404];

/** Returns whether an HTTP status concerns the token or its conversation. */
const isTokenTrouble = (status: number): boolean => tokenTrouble.includes(status);

/** Rewrites a stream URL to the origin of this page, whatever the desk's public name. */
function onThisServer(streamUrl: unknown): string {
  const { pathname, search } = new URL(String(streamUrl));
  return `${location.origin.replace(/^http/, "ws")}${pathname}${search}`;
}

/** Starts a conversation, or resumes one after a watermark. */
async function join(
  { conversationId, token, root }: OpenConversation,
  from: { begun: boolean; watermark: string; locale: string },
): Promise<Joined> {
  const path = `${root}/conversations`;
  const response = from.begun
    ? await directLineRequest(`${path}/${conversationId}?watermark=${from.watermark || 0}`, { token })
    : await directLineRequest(path, { token, body: { locale: from.locale } });
  switch (response.kind) {
    case "ok": {
      const { token: fresh, streamUrl } = response.body;
      return { kind: "way", token: String(fresh ?? token), streamUrl: onThisServer(streamUrl) };
    }
    case "refused":
      return isTokenTrouble(response.status) ? { kind: "token-refused" } : { kind: "wait", ms: 5000 };
    case "later":
      return { kind: "wait", ms: response.waitMs, busy: response.busy };
    case "away":
      return { kind: "wait", ms: 0 };
    default:
      return response satisfies never;
  }
}

/** State of the connection. */
export type ConnectionState = "connecting" | "online" | "offline";

/** Callbacks of the client. */
interface ClientCallbacks {
  arrived(arrival: Arrival): void;
  state(state: ConnectionState): void;
  /** the conversation was replaced */
  anew(why: Lost): void;
  /** a conversation opened by a link can no longer be used */
  ended(): void;
  /** whether the desk refuses further messages for now, so that they wait */
  busy(is: boolean): void;
}

/** A Direct Line client that reconnects. */
export interface DirectLineClient {
  /** Reads the conversation after a watermark, and keeps listening. */
  readFrom(watermark: string): void;
  /** Posts an activity, and returns its id. Throws when the desk refuses it. */
  post(activity: Activity): Promise<string>;
  /** Sends an ephemeral activity, such as typing, when connected. */
  sendEphemeral(activity: Activity): void;
  conversationId(): string | null;
  /** Requests the proof of work for a ticket, or posts the solution. */
  challenge: AskChallenge;
  /** Returns the desk's export of the conversation; null when it is unavailable. */
  copy(as: "html" | "json"): Promise<Blob | null>;
  /** Lists the devices, after revoking one or all others; null when unavailable. */
  devices(end: Parameters<typeof askDevices>[1]): Promise<OpenDevice[] | null>;
}

/** time within which a posted activity must return over the socket; otherwise the socket counts as dead */
const echoTimeoutMs = 4000;

/** delay while the page navigates away */
const endedWaitMs = 60_000;

/** Identity of the client: storage slot, locale, and user token of the host page or null. */
interface Caller {
  place: ConversationSlot;
  locale: string;
  userToken: string | null;
}

/** Makes a client. It makes no request before `readFrom`. */
export function makeDirectLineClient(
  { place, locale, userToken }: Caller,
  end: ClientCallbacks,
): DirectLineClient {
  let conversation: OpenConversation | null = place.kept();
  let begun = conversation !== null;
  let refusedToken: string | null = null;
  let watermark = "";
  let round = 0;
  let socket: Socket | null = null;
  let rest: Delay | null = null;
  const unechoed = new Set<string>();

  /** Returns a conversation with a usable token, or the delay in milliseconds before a retry. */
  const needConversation = async (): Promise<OpenConversation | number> => {
    if (conversation !== null && refusedToken === null) return conversation;
    const granted = await grant(place, conversation, refusedToken, userToken);
    if (granted.kind === "ended") {
      end.ended();
      return endedWaitMs;
    }
    if (granted.kind !== "open") return granted.kind === "later" ? granted.waitMs : 0;
    begun &&= granted.lost === null;
    if (granted.lost !== null) {
      watermark = "";
      end.anew(granted.lost);
    }
    refusedToken = null;
    conversation = granted.conversation;
    return conversation;
  };

  /** Runs until the socket closes, and returns the delay in milliseconds before a retry. */
  const connect = async (mine: number, online: () => void): Promise<number> => {
    const known = await needConversation();
    if (typeof known === "number") return known;
    const joined = await join(known, { begun, watermark, locale });
    if (mine !== round) return 0;
    if (joined.kind !== "token-refused") end.busy(joined.kind === "wait" && joined.busy === true);
    if (joined.kind === "token-refused") refusedToken = known.token;
    if (joined.kind !== "way") return joined.kind === "wait" ? joined.ms : 0;
    begun = true;
    conversation = { ...known, token: joined.token };
    place.keep(conversation);
    socket = openSocket(joined.streamUrl, online, arrived);
    await socket.ended;
    return 0;
  };

  const reconnect = async (): Promise<void> => {
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
      const wait = await connect(mine, online);
      if (mine !== round) return;
      if (failures > 0) end.state("offline");
      rest = delay(wait + (refusedToken === null || failures > 2 ? retryDelay(failures, Math.random()) : 0));
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
    setTimeout(() => unechoed.delete(key) && void reconnect(), echoTimeoutMs);
  };

  const deliver = async (activity: Activity): Promise<Delivered> => {
    const known = await needConversation();
    if (typeof known === "number") return { kind: "again", waitMs: known };
    awaitEcho(deliveryKey(activity));
    const { root, conversationId, token } = known;
    const response = await directLineRequest(`${root}/conversations/${conversationId}/activities`, {
      token,
      body: activity,
    });
    end.busy(response.kind === "later" && response.busy);
    if (response.kind === "ok") return { kind: "taken", id: String(response.body["id"] ?? "") };
    unechoed.delete(deliveryKey(activity));
    if (response.kind !== "refused") {
      return { kind: "again", waitMs: response.kind === "later" ? response.waitMs : 0 };
    }
    if (!isTokenTrouble(response.status)) return { kind: "refused" };
    refusedToken = token;
    await needConversation();
    if (conversation?.conversationId !== conversationId) void reconnect();
    return { kind: "again", waitMs: 1 };
  };

  const outbox = makeSendQueue(place.waiting, deliver);
  onVisible(() => {
    if (round === 0) return;
    void reconnect();
    outbox.hurry();
  });

  return {
    readFrom: (from) => {
      watermark = from;
      end.state("connecting");
      void reconnect();
    },
    post: outbox.post,
    sendEphemeral: (activity) => {
      if (conversation === null || refusedToken !== null) return;
      const { root, conversationId, token } = conversation;
      void directLineRequest(`${root}/conversations/${conversationId}/activities`, { token, body: activity });
    },
    conversationId: () => conversation?.conversationId ?? null,
    devices: async (end) =>
      conversation === null || refusedToken !== null ? null : askDevices(conversation, end),
    challenge: async (body) => {
      if (conversation === null || refusedToken !== null) return null;
      const { root, conversationId, token } = conversation;
      return directLineRequest(`${root}/conversations/${conversationId}/challenge`, { token, body });
    },
    copy: async (as) =>
      conversation === null || refusedToken !== null ? null : fetchExport(conversation, as),
  };
}

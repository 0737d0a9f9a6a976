import { keptNames, oneTabAtATime, recallLocal, storeLocal } from "../unread.ts";
import { type OpenConversation, openConversationOf } from "./conversation.ts";
import { type DirectLineReply, directLineRequest } from "./request.ts";

/** Returns the random name of this browser, by which a used link opens here again. */
export function browserName(): string {
  const kept = recallLocal("browser");
  if (typeof kept === "string") return kept;
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  const name = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  storeLocal("browser", name);
  return name;
}

/**
 * Storage slot of a conversation. The default slot is shared by all pages of the browser. Conversations opened by a link
 * have slots of their own.
 */
export interface ConversationSlot {
  kept(): OpenConversation | null;
  /** Stores the conversation; null removes it. */
  keep(conversation: OpenConversation | null): void;
  /** opened by a link, so that no other conversation can replace it */
  beside: boolean;
  /** key prefix of its unsent messages */
  waiting: string;
  /** key of its read position */
  seen: string;
  /** name of the lock for token requests across tabs */
  lock: string;
}

const isOpenConversation = (value: unknown): value is OpenConversation =>
  typeof value === "object" &&
  value !== null &&
  ["conversationId", "token", "root"].every(
    (key) => typeof (value as Record<string, unknown>)[key] === "string",
  );

const placeCalled = (name: string, suffix: string): ConversationSlot => ({
  kept: () => {
    const kept = recallLocal(name);
    return isOpenConversation(kept) ? kept : null;
  },
  keep: (conversation) => {
    storeLocal(name, conversation);
    if (conversation === null && suffix !== "")
      for (const waiting of keptNames(`beside-waiting${suffix}.`)) storeLocal(waiting, null);
  },
  beside: suffix !== "",
  waiting: suffix === "" ? "waiting." : `beside-waiting${suffix}.`,
  seen: `seen${suffix}`,
  lock: `grant${suffix}`,
});

/** Slot of the browser's own conversation. */
export const ownSlot: ConversationSlot = placeCalled("talk", "");

/** Returns the slot of a conversation opened by a link. */
export const slotBeside = (conversationId: string): ConversationSlot =>
  placeCalled(`beside.${conversationId}`, `-${conversationId}`);

/** Returns the user id in a host page's token, or null. The desk verifies the signature, not the browser. */
function nameIn(userToken: string | null): string | null {
  try {
    const claims = (userToken?.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/");
    return String(JSON.parse(atob(claims)).sub);
  } catch {
    return null;
  }
}

/** Forgets a stored conversation of another user than the host page's current one. */
export function leaveConversationOfOthers(userToken: string | null): void {
  if ((ownSlot.kept()?.of ?? null) !== nameIn(userToken)) ownSlot.keep(null);
}

/** Reason why the conversation was replaced: it was erased, inaccessible, or the user token expired. */
export type Lost = "erased" | "lost" | "word";

/** A usable conversation, with the reason if it was replaced; or `ended` for one opened by a link. */
type Granted =
  | { kind: "talk"; talk: OpenConversation; lost: Lost | null }
  | { kind: "ended" }
  | Extract<DirectLineReply, { kind: "later" | "away" }>;

function wish(conversation: OpenConversation | null, userToken: string | null): unknown {
  if (conversation !== null)
    return { conversationId: conversation.conversationId, token: conversation.token };
  return userToken === null ? {} : { userToken, browser: browserName() };
}

/**
 * Renews the token of a conversation. When it is gone, gets the conversation of the host's user, or a new
 * one.
 */
async function renew(
  place: ConversationSlot,
  old: OpenConversation | null,
  userToken: string | null,
): Promise<Granted> {
  const answered = await directLineRequest("token", { body: wish(old, userToken) });
  if (answered.kind === "refused") {
    if (place.beside) return { kind: "ended" };
    if (old === null)
      return userToken === null ? { kind: "later", waitMs: 5000, busy: false } : renew(place, null, null);
    const erased = answered.status === 404;
    const fresh =
      erased && old.of ? await nextConversation(place, old, old.of) : await renew(place, null, userToken);
    if (fresh.kind !== "talk") return fresh;
    if (erased) return { ...fresh, lost: "erased" };
    return { ...fresh, lost: lostTo(fresh.talk, old) };
  }
  if (answered.kind !== "ok") return answered;
  const { about } = old ?? {};
  return taken(
    place,
    { ...openConversationOf(answered.body), ...(about && { about }) },
    old?.of ?? (old ? null : nameIn(userToken)),
  );
}

/** Returns the reason why a conversation was replaced; null when a new user token opened the same one. */
function lostTo(fresh: OpenConversation, { conversationId, of }: OpenConversation): Lost | null {
  if (fresh.conversationId === conversationId) return null;
  return of !== undefined && fresh.of === undefined ? "word" : "lost";
}

/** Gets a host user's conversation after an erased one. */
async function nextConversation(
  place: ConversationSlot,
  erased: OpenConversation,
  of: string,
): Promise<Granted> {
  const { conversationId, token } = erased;
  const answered = await directLineRequest("token", { body: { conversationId, token, erased: true } });
  if (answered.kind === "refused") return renew(place, null, null);
  return answered.kind === "ok" ? taken(place, openConversationOf(answered.body), of) : answered;
}

function taken(place: ConversationSlot, granted: OpenConversation, of: string | null): Granted {
  const conversation = { ...granted, ...(of !== null && { of }) };
  place.keep(conversation);
  return { kind: "talk", talk: conversation, lost: null };
}

/**
 * Gets a usable conversation. `refusedToken`: the token that was just refused, or null. Joins the conversation of another
 * tab if there is one.
 */
export const grant = (
  place: ConversationSlot,
  mine: OpenConversation | null,
  refusedToken: string | null,
  userToken: string | null,
): Promise<Granted> =>
  oneTabAtATime(place.lock, async () => {
    const kept = place.kept();
    if (kept !== null && kept.token !== refusedToken) {
      const moved = mine !== null && kept.conversationId !== mine.conversationId;
      return { kind: "talk", talk: kept, lost: moved ? "erased" : null };
    }
    return renew(place, kept ?? mine, userToken);
  });

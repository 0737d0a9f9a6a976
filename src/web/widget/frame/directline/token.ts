import { listKept, oneTabAtATime, recallLocal, storeLocal } from "../unread.ts";
import { type OpenConversation, openConversationOf } from "./conversation.ts";
import { type DirectLineReply, directLineRequest } from "./request.ts";

/** Returns the random name of this browser, by which a used link opens here again. */
export function browserName(): string {
  const stored = recallLocal("browser");
  if (typeof stored === "string") return stored;
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

const slotNamed = (name: string, suffix: string): ConversationSlot => ({
  kept: () => {
    const stored = recallLocal(name);
    return isOpenConversation(stored) ? stored : null;
  },
  keep: (conversation) => {
    storeLocal(name, conversation);
    if (conversation === null && suffix !== "")
      for (const waiting of listKept(`beside-waiting${suffix}.`)) storeLocal(waiting, null);
  },
  beside: suffix !== "",
  waiting: suffix === "" ? "waiting." : `beside-waiting${suffix}.`,
  seen: `seen${suffix}`,
  lock: `grant${suffix}`,
});

/** Slot of the browser's own conversation. */
export const ownSlot: ConversationSlot = slotNamed("talk", "");

/** Returns the slot of a conversation opened by a link. */
export const slotBeside = (conversationId: string): ConversationSlot =>
  slotNamed(`beside.${conversationId}`, `-${conversationId}`);

/** Returns the user id in a host page's token, or null. The desk verifies the signature, not the browser. */
function userIdIn(userToken: string | null): string | null {
  try {
    const claims = (userToken?.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/");
    return String(JSON.parse(atob(claims)).sub);
  } catch {
    return null;
  }
}

/** Forgets a stored conversation of another user than the host page's current one. */
export function leaveConversationOfOthers(userToken: string | null): void {
  if ((ownSlot.kept()?.of ?? null) !== userIdIn(userToken)) ownSlot.keep(null);
}

/** Reason why the conversation was replaced: it was erased, inaccessible, or the user token expired. */
export type Lost = "erased" | "lost" | "expired";

/** A usable conversation, with the reason if it was replaced; or `ended` for one opened by a link. */
type Granted =
  | { kind: "open"; conversation: OpenConversation; lost: Lost | null }
  | { kind: "ended" }
  | Extract<DirectLineReply, { kind: "later" | "away" }>;

function tokenRequest(conversation: OpenConversation | null, userToken: string | null): unknown {
  if (conversation !== null)
    return { conversationId: conversation.conversationId, token: conversation.token };
  return userToken === null ? {} : { userToken, browser: browserName() };
}

/**
 * Renews the token of a conversation. When it is gone, gets the conversation of the host's user, or a new
 * one.
 */
async function renew(
  slot: ConversationSlot,
  old: OpenConversation | null,
  userToken: string | null,
): Promise<Granted> {
  const reply = await directLineRequest("token", { body: tokenRequest(old, userToken) });
  if (reply.kind === "refused") {
    if (slot.beside) return { kind: "ended" };
    if (old === null)
      return userToken === null ? { kind: "later", waitMs: 5000, busy: false } : renew(slot, null, null);
    const erased = reply.status === 404;
    const fresh =
      erased && old.of ? await nextConversation(slot, old, old.of) : await renew(slot, null, userToken);
    if (fresh.kind !== "open") return fresh;
    if (erased) return { ...fresh, lost: "erased" };
    return { ...fresh, lost: lostTo(fresh.conversation, old) };
  }
  if (reply.kind !== "ok") return reply;
  const { about } = old ?? {};
  return storeGranted(
    slot,
    { ...openConversationOf(reply.body), ...(about && { about }) },
    old?.of ?? (old ? null : userIdIn(userToken)),
  );
}

/** Returns the reason why a conversation was replaced; null when a new user token opened the same one. */
function lostTo(fresh: OpenConversation, { conversationId, of }: OpenConversation): Lost | null {
  if (fresh.conversationId === conversationId) return null;
  return of !== undefined && fresh.of === undefined ? "expired" : "lost";
}

/** Gets a host user's conversation after an erased one. */
async function nextConversation(
  slot: ConversationSlot,
  erased: OpenConversation,
  of: string,
): Promise<Granted> {
  const { conversationId, token } = erased;
  const reply = await directLineRequest("token", { body: { conversationId, token, erased: true } });
  if (reply.kind === "refused") return renew(slot, null, null);
  return reply.kind === "ok" ? storeGranted(slot, openConversationOf(reply.body), of) : reply;
}

function storeGranted(slot: ConversationSlot, granted: OpenConversation, of: string | null): Granted {
  const conversation = { ...granted, ...(of !== null && { of }) };
  slot.keep(conversation);
  return { kind: "open", conversation, lost: null };
}

/**
 * Gets a usable conversation. `refusedToken`: the token that was just refused, or null. Joins the conversation of another
 * tab if there is one.
 */
export const grant = (
  slot: ConversationSlot,
  mine: OpenConversation | null,
  refusedToken: string | null,
  userToken: string | null,
): Promise<Granted> =>
  oneTabAtATime(slot.lock, async () => {
    const stored = slot.kept();
    if (stored !== null && stored.token !== refusedToken) {
      const moved = mine !== null && stored.conversationId !== mine.conversationId;
      return { kind: "open", conversation: stored, lost: moved ? "erased" : null };
    }
    return renew(slot, stored ?? mine, userToken);
  });

import { keptNames, oneTabAtATime, recallLocal, storeLocal } from "../unread.ts";
import { type OpenConversation, openConversationOf } from "./conversation.ts";
import { type DirectLineReply, directLineRequest } from "./request.ts";

/** The name that this browser made for itself: a link that it opened opens here again. */
export function browserName(): string {
  const kept = recallLocal("browser");
  if (typeof kept === "string") return kept;
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  const name = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  storeLocal("browser", name);
  return name;
}

/**
 * Where this browser keeps a conversation and what belongs to it. Its own one is that of all its pages; those that links
 * of e-mails opened stand beside it, each for the pages that were opened with its link.
 */
export interface ConversationSlot {
  kept(): OpenConversation | null;
  /** null forgets it */
  keep(conversation: OpenConversation | null): void;
  /** opened by a link, so that another conversation cannot take its place */
  beside: boolean;
  /** how names begin under which its unsent messages are kept */
  waiting: string;
  /** the name under which is kept how far it was read */
  seen: string;
  /** the name under which one tab at a time asks for a token */
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

/** Where the browser's own conversation is kept. */
export const ownSlot: ConversationSlot = placeCalled("talk", "");

/** Where a conversation is kept that a link opened. */
export const slotBeside = (conversationId: string): ConversationSlot =>
  placeCalled(`beside.${conversationId}`, `-${conversationId}`);

/** The host's name for the person in its signed word for them, or null. The desk checks the signature, not the browser. */
function nameIn(userToken: string | null): string | null {
  try {
    const claims = (userToken?.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/");
    return String(JSON.parse(atob(claims)).sub);
  } catch {
    return null;
  }
}

/** Forgets the conversation that was kept here for somebody else than whom the host page vouches for now. */
export function leaveConversationOfOthers(userToken: string | null): void {
  if ((ownSlot.kept()?.of ?? null) !== nameIn(userToken)) ownSlot.keep(null);
}

/** Why a conversation is another one than before: that one was erased, cannot be opened, or the host page's word for the person ended. */
export type Lost = "erased" | "lost" | "word";

/** A conversation that can be used, and why it is another one than before, if it is. Or one that a link opened, which cannot be used any more. */
type Granted =
  | { kind: "talk"; talk: OpenConversation; lost: Lost | null }
  | { kind: "ended" }
  | Extract<DirectLineReply, { kind: "later" | "away" }>;

function wish(conversation: OpenConversation | null, userToken: string | null): unknown {
  if (conversation !== null)
    return { conversationId: conversation.conversationId, token: conversation.token };
  return userToken === null ? {} : { userToken, browser: browserName() };
}

/** Asks for a fresh token of a conversation, or where there is none or it is gone for that of the host's user, or for a new one. */
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

/** Why a refused conversation is another one now; null: the host page's new word opened the same one. */
function lostTo(fresh: OpenConversation, { conversationId, of }: OpenConversation): Lost | null {
  if (fresh.conversationId === conversationId) return null;
  return of !== undefined && fresh.of === undefined ? "word" : "lost";
}

/** The conversation that somebody whom the host page vouched for has after one that was erased. */
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
 * Gets a conversation that can be used. `refusedToken` is the token that was just refused, null when there was none. Where
 * another tab of this browser got a conversation meanwhile, that one is joined.
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

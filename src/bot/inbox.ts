import { randomUUID } from "node:crypto";
import { redact, sanitizeText } from "../redaction/redact.ts";
import type { Activity, Conversation } from "../store/records.ts";
import type { Store } from "../store/store.ts";
import { FIELD_BYTES, withoutOversizedFields } from "./activity-limits.ts";
import { readButton } from "./rendering/buttons.ts";
import type { TurnQueue } from "./turn-queue.ts";

/** What every channel needs of the desk: a way in. Reading goes through the store's log. */
export interface ConversationInbox {
  /** Makes sure the conversation exists; a new one gets the welcome, once. */
  open(
    start: Pick<Conversation, "id" | "channel" | "userId" | "locale">,
  ): Promise<{ created: boolean } | "erased">;
  /**
   * Accepts an activity: sanitizes and caps its text, masks secrets, and appends it durably. The turn runs afterwards.
   * Returns the id of the entry in the log. Throws StoreUnavailable when it cannot be stored.
   */
  post(
    conversationId: string,
    activity: Activity,
    keys: readonly string[],
  ): Promise<{ id: string; duplicate: boolean }>;
}

/**
 * Sanitizes and masks each text of a card's value, which a client may have filled in; adds the masked kinds to
 * `kinds`.
 */
function sanitizeValue(value: unknown, kinds: Set<string>): unknown {
  if (typeof value === "string") {
    const { text, masked } = redact(sanitizeText(value));
    for (const kind of masked) kinds.add(kind);
    return text;
  }
  if (Array.isArray(value)) return value.map((part) => sanitizeValue(part, kinds));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, sanitizeValue(part, kinds)]));
}

/** Sanitizes the draft that a button's card let the person edit; the rest of a button stays as it is. */
function sanitizeButton(value: unknown, kinds: Set<string>): unknown {
  const button = readButton(value);
  if (!button) return sanitizeValue(value, kinds);
  return button.draft === undefined ? value : { ...button, draft: sanitizeValue(button.draft, kinds) };
}

/** Sanitizes and caps text and value of an activity, and lists the kinds of masked secrets in `channelData.masked`. */
function sanitizeActivity(activity: Activity): Activity {
  const kinds = new Set<string>();
  const text = sanitizeValue(activity.text, kinds);
  const value = activity.value === undefined ? undefined : sanitizeButton(activity.value, kinds);
  if (text === activity.text && value === activity.value) return activity;
  return {
    ...activity,
    ...(typeof text === "string" ? { text } : {}),
    ...(value === undefined ? {} : { value }),
    ...(kinds.size > 0 ? { channelData: { ...activity.channelData, masked: [...kinds] } } : {}),
  };
}

/** Reports whether secrets were masked in an incoming activity. */
export const hasMaskedSecrets = ({ channelData }: Activity): boolean =>
  Array.isArray(channelData?.["masked"]);

/** The way in that every channel uses: durable first, then the conversation's turn. `fieldBytes`: of one field of an activity. */
export const makeInbox = (
  store: Store,
  turns: TurnQueue,
  now: () => Date,
  fieldBytes: number = FIELD_BYTES,
): ConversationInbox => ({
  async open(start) {
    const at = now().toISOString();
    const opened = await store.openConversation({ ...start, startedAt: at });
    if (opened === "erased") return opened;
    if (!opened.created && opened.conversation.lastSeq > 0) return { created: false };
    const activity = {
      type: "conversationUpdate",
      id: randomUUID(),
      from: { id: start.userId, role: "user" },
    };
    await turns.receive(start.id, { activity, keys: ["start"], at, audience: "desk" });
    return { created: opened.created };
  },

  async post(conversationId, activity, keys) {
    const id = activity.id ?? randomUUID();
    const own = sanitizeActivity(withoutOversizedFields(activity, fieldBytes));
    const incoming = { activity: own.id === id ? own : { ...own, id }, keys, at: now().toISOString() };
    const { entry, duplicate } =
      activity.type === "message"
        ? await turns.receive(conversationId, incoming)
        : await store.receive(conversationId, { ...incoming, needsTurn: false });
    return { id: entry.activity.id ?? id, duplicate };
  },
});

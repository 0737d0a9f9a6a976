import { randomUUID } from "node:crypto";
import type { Door } from "../channels/door.ts";
import type { Activity } from "../store/activity.ts";
import type { Store } from "../store/port.ts";
import { clean } from "../understand/clean.ts";
import { mask } from "../understand/mask.ts";
import type { Turns } from "./turns.ts";

/** Text cleaned and capped, secrets masked and named. */
function taken(activity: Activity): Activity {
  if (typeof activity.text !== "string") return activity;
  const { text, masked } = mask(clean(activity.text));
  if (masked.length === 0) return text === activity.text ? activity : { ...activity, text };
  return { ...activity, text, channelData: { ...activity.channelData, masked } };
}

/** The way in that every channel uses: durable first, then the conversation's turn. */
export const makeInbox = (store: Store, turns: Turns, now: () => Date): Door => ({
  async open(start) {
    const at = now().toISOString();
    const opened = await store.openConversation({ ...start, startedAt: at });
    if (opened === "erased") return opened;
    if (!opened.created) return { created: false };
    const activity = {
      type: "conversationUpdate",
      id: randomUUID(),
      from: { id: start.userId, role: "user" },
    };
    const { entry, duplicate } = await store.receive(start.id, {
      activity,
      keys: ["start"],
      at,
      needsTurn: true,
      audience: "desk",
    });
    if (!duplicate) turns.enqueue(start.id, entry.seq);
    return { created: true };
  },

  async post(conversationId, activity, keys) {
    const id = activity.id ?? randomUUID();
    const { entry, duplicate } = await store.receive(conversationId, {
      activity: { ...taken(activity), id },
      keys,
      at: now().toISOString(),
      needsTurn: activity.type === "message",
    });
    if (!duplicate && activity.type === "message") turns.enqueue(conversationId, entry.seq);
    return { id: entry.activity.id ?? id, duplicate };
  },
});

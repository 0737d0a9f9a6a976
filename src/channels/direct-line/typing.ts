import { randomUUID } from "node:crypto";
import type { Activity } from "../../store/activity.ts";

/** A typing sign as readers see it. It is in no log, so it gets an id of its own. */
export const typing = (
  activity: Activity,
  conversationId: string,
  now: number,
): Activity & { id: string } => ({
  type: "typing",
  id: randomUUID(),
  timestamp: new Date(now).toISOString(),
  channelId: "directline",
  conversation: { id: conversationId },
  from: activity.from ?? { id: "bot", role: "bot" },
});

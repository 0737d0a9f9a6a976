import { randomUUID } from "node:crypto";
import type { Activity } from "../../store/activity.ts";

/** A typing sign or another activity that is in no log, as readers see it: with an id of its own. */
export const passing = (
  { from = { id: "bot", role: "bot" }, ...activity }: Activity,
  conversationId: string,
  now: number,
): Activity & { id: string } => ({
  ...activity,
  id: randomUUID(),
  timestamp: new Date(now).toISOString(),
  channelId: "directline",
  conversation: { id: conversationId },
  from,
});

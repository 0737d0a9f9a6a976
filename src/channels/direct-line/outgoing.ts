import type { Activity } from "../../store/activity.ts";
import type { LogEntry } from "../../store/records.ts";

const roleOf = (from: Activity["from"]): string =>
  from?.role ?? (from?.id.startsWith("dl_") ? "user" : "bot");

/** An entry of the log as Direct Line clients see it. */
export function outgoing({ activity, at, seq }: LogEntry, conversationId: string): Activity {
  const { serviceUrl: _, callerId: __, recipient: ___, ...rest } = activity;
  return {
    ...rest,
    id: activity.id ?? `${conversationId}|${String(seq).padStart(7, "0")}`,
    timestamp: at,
    channelId: "directline",
    conversation: { id: conversationId },
    from: { ...(activity.from ?? { id: "bot" }), role: roleOf(activity.from) },
  };
}

import type { Activity, LogEntry } from "../wire/shapes.ts";

/** Who said an entry, or what else it is; "silent" is nothing for a reader. */
export type Speaker = "person" | "bot" | "agent" | "note" | "notice" | "silent";

/** What the desk tells both sides: somebody joined, the ticket went back to the queue. */
export interface Notice {
  notice: string;
  ticket?: number;
  agent?: { name?: string };
}

const fields = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};

/** The notice that an activity is, or null. */
export function noticeOf({ channelData }: Activity): Notice | null {
  const told = fields(channelData?.["desk"]);
  return typeof told["notice"] === "string" ? (told as unknown as Notice) : null;
}

/** The agent who an activity is from, or null. */
export function agentOf({ channelData }: Activity): { id: string; name: string } | null {
  const { id, name } = fields(channelData?.["agent"]);
  return typeof id === "string" ? { id, name: typeof name === "string" ? name : "" } : null;
}

/** Tells who said an entry. */
export function speakerOf({ activity, audience }: LogEntry): Speaker {
  if (activity.type !== "message") return "silent";
  if (activity.channelData?.["note"] === true) return "note";
  if (noticeOf(activity)) return "notice";
  if (agentOf(activity)) return "agent";
  if (activity.from?.role === "user") return "person";
  return audience === "desk" ? "silent" : "bot";
}

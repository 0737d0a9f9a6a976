import type { Activity } from "../../store/activity.ts";
import { membersOf } from "./members.ts";

/** The desk's own, which Direct Line clients neither need nor get, and what is said below instead. */
const left = new Set(["serviceUrl", "callerId", "recipient", "timestamp", "channelId", "conversation"]);

const roleOf = (from: NonNullable<Activity["from"]>): string =>
  from.role ?? (from.id.startsWith("dl_") ? "user" : "bot");

function senderOf(from: string | undefined): string {
  if (from?.includes('"role":')) return from;
  const sender: NonNullable<Activity["from"]> = from === undefined ? { id: "bot" } : JSON.parse(from);
  return JSON.stringify({ ...sender, role: roleOf(sender) });
}

/** An activity of the log as Direct Line clients see it. Text to text: most of it passes as it is. */
export function outgoing(
  activity: string,
  { seq, at }: { seq: number; at: string },
  conversationId: string,
): string {
  let id = JSON.stringify(`${conversationId}|${String(seq).padStart(7, "0")}`);
  let from: string | undefined;
  let rest = "";
  for (const { name, start, end } of membersOf(activity)) {
    const value = activity.slice(start, end);
    if (name === "id") id = value;
    else if (name === "from") from = value;
    else if (!left.has(name)) rest += `,"${name}":${value}`;
  }
  const conversation = `{"id":${JSON.stringify(conversationId)}}`;
  return `{"id":${id},"timestamp":"${at}","channelId":"directline","conversation":${conversation},"from":${senderOf(from)}${rest}}`;
}

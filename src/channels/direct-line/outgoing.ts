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

/** An activity of the log as Direct Line clients see it, as pieces of JSON: most of it passes as it is. */
export function outgoing(
  activity: string,
  { seq, at }: { seq: number; at: string },
  conversationId: string,
): string[] {
  let id = JSON.stringify(`${conversationId}|${String(seq).padStart(7, "0")}`);
  let from: string | undefined;
  const passing: string[] = [];
  const stretch = { start: 1, end: 1 };
  const passOn = (): void => {
    if (stretch.end > stretch.start) passing.push(",", activity.slice(stretch.start, stretch.end));
  };
  for (const { name, start, end } of membersOf(activity)) {
    if (name === "id") id = activity.slice(start, end);
    else if (name === "from") from = activity.slice(start, end);
    else if (!left.has(name)) {
      stretch.end = end;
      continue;
    }
    passOn();
    stretch.start = stretch.end = end + 1;
  }
  passOn();
  const conversation = `{"id":${JSON.stringify(conversationId)}}`;
  const head = `{"id":${id},"timestamp":"${at}","channelId":"directline","conversation":${conversation},"from":${senderOf(from)}`;
  return [head, ...passing, "}"];
}

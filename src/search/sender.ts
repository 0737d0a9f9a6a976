import type { Activity } from "../store/activity.ts";

export type SenderKind = "person" | "bot" | "agent" | "desk";

/** Who said something: the person, the bot, one of the desk's people, or the desk by itself. */
export function senderKind({ from, channelData }: Activity): SenderKind {
  if (from?.role === "user") return "person";
  if (channelData?.["agent"] !== undefined && channelData["desk"] === undefined) return "agent";
  return channelData?.["desk"] === undefined ? "bot" : "desk";
}

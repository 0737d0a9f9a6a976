import { createHash } from "node:crypto";

/** No other channel's ids have a dot. */
const mark = "bf.";
const length = 22;

/**
 * The desk's id for a conversation of a channel: the same in every process, and nothing of it can be read from it.
 * `life` counts how often a talk there was erased before, for an erased id is never used again.
 */
export function talkId(
  { channelId, conversationId }: Record<"channelId" | "conversationId", string>,
  life: number,
): string {
  const whole = JSON.stringify([channelId, conversationId, life]);
  return mark + createHash("sha256").update(whole).digest("base64url").slice(0, length);
}

/** Tells by its id whether a talk is answered through the connector. */
export const isConnectorTalk = (id: string): boolean => id.startsWith(mark);

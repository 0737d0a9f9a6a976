import type { Store } from "../../store/port.ts";
import type { AgentIds } from "./agent-ids.ts";
import { outgoing } from "./outgoing.ts";

/** A stretch of the log, as pieces of JSON that are ready to be sent. */
export interface Page {
  pieces: string[];
  /** seq of the last entry that was looked at */
  watermark: number;
  empty: boolean;
  /** there may be later entries already */
  more: boolean;
}

/** entries that are read first; twice as many each time while they are short */
const fewest = 8;
const mostAtOnce = 128;

/** Reads a watermark as clients send it; anything else than a number means the beginning. */
export const readWatermark = (text: string | null): number =>
  /^\d{1,15}$/.test(text ?? "") ? Number(text) : 0;

/** The answer to a reader: activities, each in pieces, and how far they go. */
export function pageOf(activities: readonly (readonly string[])[], watermark: number): string[] {
  const pieces = ['{"activities":['];
  for (const activity of activities) {
    if (pieces.length > 1) pieces.push(",");
    pieces.push(...activity);
  }
  pieces.push(`],"watermark":"${watermark}"}`);
  return pieces;
}

/**
 * Reads what everybody in the talk may see after a watermark, until `most` characters are reached or the log ends. The
 * last activity may go beyond. Gives an empty page only at the end of the log.
 */
export async function readPage(
  { store, agentIds }: { store: Pick<Store, "readLogTexts">; agentIds: Pick<AgentIds, "hideIn"> },
  conversationId: string,
  after: number,
  most: number,
): Promise<Page> {
  const activities: string[][] = [];
  let watermark = after;
  let size = 0;
  for (let limit = fewest; ; limit = Math.min(2 * limit, mostAtOnce)) {
    const entries = await store.readLogTexts(conversationId, { after: watermark, limit });
    for (const entry of entries) {
      const { seq, at, audience, activity } = partsOf(entry);
      watermark = seq;
      if (audience !== "everyone") continue;
      activities.push(outgoing(agentIds.hideIn(activity, conversationId), { seq, at }, conversationId));
      size += activity.length;
      if (size >= most) return { pieces: pageOf(activities, watermark), watermark, empty: false, more: true };
    }
    if (entries.length < limit) {
      const empty = activities.length === 0;
      return { pieces: pageOf(activities, watermark), watermark, empty, more: false };
    }
  }
}

const begins = /^\{"seq":(\d+),"at":"([^"]+)","audience":"(\w+)","activity":/;

/** An entry's parts; its activity stays text. */
function partsOf(entry: string): { seq: number; at: string; audience: string; activity: string } {
  const [head, seq, at, audience] = begins.exec(entry) as unknown as [string, string, string, string];
  return { seq: Number(seq), at, audience, activity: entry.slice(head.length, -1) };
}

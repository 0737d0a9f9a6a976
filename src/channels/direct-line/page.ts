import type { Store } from "../../store/port.ts";
import { outgoing } from "./outgoing.ts";

/** A stretch of the log, as JSON that is ready to be sent. */
export interface Page {
  json: string;
  /** seq of the last entry that was looked at */
  watermark: number;
  empty: boolean;
  /** there may be later entries already */
  more: boolean;
}

const entriesAtOnce = 100;

/** Reads a watermark as clients send it; anything else than a number means the beginning. */
export const readWatermark = (text: string | null): number =>
  /^\d{1,15}$/.test(text ?? "") ? Number(text) : 0;

export const pageJson = (activities: readonly string[], watermark: number): string =>
  `{"activities":[${withCommas(activities)}],"watermark":"${watermark}"}`;

/** Added up and not joined: joining copies all of them once more. */
const withCommas = ([first = "", ...others]: readonly string[]): string =>
  others.reduce((text, one) => `${text},${one}`, first);

/**
 * Reads what everybody in the talk may see after a watermark, until `most` characters are reached or the log ends. The
 * last activity may go beyond. Gives an empty page only at the end of the log.
 */
export async function readPage(
  store: Pick<Store, "readLogTexts">,
  conversationId: string,
  after: number,
  most: number,
): Promise<Page> {
  const activities: string[] = [];
  let watermark = after;
  let size = 0;
  for (;;) {
    const entries = await store.readLogTexts(conversationId, { after: watermark, limit: entriesAtOnce });
    for (const entry of entries) {
      const { seq, at, audience, activity } = partsOf(entry);
      watermark = seq;
      if (audience !== "everyone") continue;
      const json = outgoing(activity, { seq, at }, conversationId);
      activities.push(json);
      size += json.length;
      if (size >= most) return { json: pageJson(activities, watermark), watermark, empty: false, more: true };
    }
    if (entries.length < entriesAtOnce) {
      return {
        json: pageJson(activities, watermark),
        watermark,
        empty: activities.length === 0,
        more: false,
      };
    }
  }
}

const begins = /^\{"seq":(\d+),"at":"([^"]+)","audience":"(\w+)","activity":/;

/** An entry's parts; its activity stays text. */
function partsOf(entry: string): { seq: number; at: string; audience: string; activity: string } {
  const [head, seq, at, audience] = begins.exec(entry) as unknown as [string, string, string, string];
  return { seq: Number(seq), at, audience, activity: entry.slice(head.length, -1) };
}

import type { Store } from "../../store/port.ts";
import type { LogEntry } from "../../store/records.ts";

/** of one answer, in bytes; the entry that reaches it is the last one */
const pageBytes = 256 * 1024;
const entriesAtOnce = 25;

/** A stretch of a talk's log. */
export interface TalkStretch {
  activities: LogEntry[];
  more: boolean;
  /** where the next one goes on; null: there is none */
  next: number | null;
}

/** Reads a talk's log from a place, at most `limit` entries and about 256 KB, and at least one entry where there is one. */
export async function readTalkPage(
  store: Pick<Store, "readLogTexts">,
  id: string,
  { after, limit }: { after: number; limit: number },
): Promise<TalkStretch> {
  const activities: LogEntry[] = [];
  let bytes = 0;
  for (;;) {
    const from = activities.at(-1)?.seq ?? after;
    const texts = await store.readLogTexts(id, { after: from, limit: entriesAtOnce });
    for (const text of texts) {
      bytes += Buffer.byteLength(text);
      const isFull = activities.length >= limit || (bytes > pageBytes && activities.length > 0);
      if (isFull) return { activities, more: true, next: activities.at(-1)?.seq ?? after };
      activities.push(JSON.parse(text));
    }
    if (texts.length < entriesAtOnce) return { activities, more: false, next: null };
  }
}

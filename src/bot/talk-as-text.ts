import type { Phrases } from "../guide/phrases.ts";
import type { Store } from "../store/port.ts";
import type { LogEntry } from "../store/records.ts";

const PAGE = 200;

const isCopy = ({ activity }: LogEntry): boolean => activity.channelData?.["copy"] === true;

/** What everyone in the talk has said, a paragraph each; copies that were sent before are left out. */
export async function talkAsText(store: Store, conversationId: string, words: Phrases): Promise<string> {
  const lines: string[] = [];
  let after = 0;
  for (;;) {
    const page = await store.readLog(conversationId, { after, limit: PAGE });
    for (const entry of page) {
      const { type, text, from } = entry.activity;
      if (entry.audience !== "everyone" || type !== "message" || !text || isCopy(entry)) continue;
      const who = from?.role === "bot" ? (from.name ?? words("copy.desk")) : words("copy.you");
      lines.push(`${who}: ${text}`);
    }
    const last = page.at(-1);
    if (!last || page.length < PAGE) return lines.join("\n\n");
    after = last.seq;
  }
}

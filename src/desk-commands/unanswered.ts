import { heardIn, type Unanswered } from "../desk/heard.ts";
import type { Store } from "../store/port.ts";
import { fold } from "../understand/fold.ts";
import { maskContacts } from "../understand/mask.ts";

/** Words that got no answer of their own, how often they were said, and when last. */
export interface UnansweredText {
  text: string;
  kind: Unanswered;
  count: number;
  lastAt: string;
}

const PAGE = 200;

/** What people said that was not understood or not covered, most frequent first; contact details are hidden. */
export async function* listUnanswered(
  store: Pick<Store, "conversations" | "readLog">,
): AsyncGenerator<UnansweredText> {
  const found = new Map<string, UnansweredText>();
  for await (const { id } of store.conversations())
    for await (const { text, kind, lastAt } of unansweredIn(store, id)) {
      const key = `${kind} ${fold(text) || text}`;
      const before = found.get(key);
      const newest = !before || before.lastAt <= lastAt ? { text, lastAt } : before;
      found.set(key, { text: newest.text, kind, count: (before?.count ?? 0) + 1, lastAt: newest.lastAt });
    }
  yield* [...found.values()].sort((a, b) => b.count - a.count || b.lastAt.localeCompare(a.lastAt));
}

async function* unansweredIn(
  store: Pick<Store, "readLog">,
  conversationId: string,
): AsyncGenerator<Omit<UnansweredText, "count">> {
  const said = new Map<string, string>();
  for (let after = 0; ; ) {
    const page = await store.readLog(conversationId, { after, limit: PAGE });
    for (const entry of page) {
      const { id, from, replyToId, text } = entry.activity;
      if (from?.role === "user" && id && text?.trim()) said.set(id, text.trim());
      const kind = heardIn(entry)?.unanswered;
      const words = said.get(replyToId ?? "");
      if (kind && words) yield { text: maskContacts(words), kind, lastAt: entry.at };
    }
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    after = last.seq;
  }
}

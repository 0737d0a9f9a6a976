import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Phrases } from "../../guide/phrases.ts";
import type { Activity, CardAction } from "../../store/activity.ts";
import type { Store } from "../../store/port.ts";
import type { LogEntry } from "../../store/records.ts";
import type { Door } from "../door.ts";
import { asText, choicesOf } from "./as-text.ts";

const Args = z.object({ conversationId: z.string().min(1).nullable().default(null) });

const PAGE = 100;
const USER = "dl_terminal";

/** One reader of a log who waits for what comes next. */
class Reader {
  private after = 0;
  private wake: () => void = () => undefined;
  private readonly stop: () => void;

  constructor(
    private readonly store: Store,
    private readonly conversationId: string,
  ) {
    this.stop = store.watch((id) => {
      if (id === conversationId) this.wake();
    });
  }

  /** The id of what was last said to the bot, from which reading begins. */
  async newestAsked(): Promise<string> {
    let id = "";
    for (let after = 0; ; ) {
      const page = await this.store.readLog(this.conversationId, { after, limit: PAGE });
      for (const { seq, activity } of page) {
        if (activity.from?.role !== "user" || activity.type === "typing") continue;
        id = activity.id ?? "";
        this.after = seq - 1;
      }
      const last = page.at(-1);
      if (!last || page.length < PAGE) return id;
      after = last.seq;
    }
  }

  /** Everything new up to and including the last reply to `id`. */
  async *until(id: string): AsyncGenerator<LogEntry> {
    for (;;) {
      const woken = new Promise<void>((resolve) => {
        this.wake = resolve;
      });
      const entries = await this.store.readLog(this.conversationId, { after: this.after, limit: PAGE });
      this.after = entries.at(-1)?.seq ?? this.after;
      yield* entries;
      if (entries.some(({ activity }) => activity.replyToId === id)) return;
      if (entries.length === 0) await woken;
    }
  }

  close(): void {
    this.stop();
  }
}

/** What a line stands for: the button of that number, or the words themselves. */
function activityOf(line: string, buttons: readonly CardAction[]): Activity {
  const picked = /^\d{1,2}$/.test(line.trim()) ? buttons[Number(line) - 1] : undefined;
  return picked
    ? { type: "message", text: picked.title, value: picked.value }
    : { type: "message", text: line };
}

/** A talk in a terminal: lines in, text out. Each line waits for the answer to the one before. */
export async function* talkInTerminal(
  { store, door, words }: { store: Store; door: Door; words: Phrases },
  args: unknown,
  lines: AsyncIterable<unknown>,
): AsyncGenerator<string> {
  const conversationId = Args.parse(args ?? {}).conversationId ?? `terminal-${randomUUID()}`;
  const reader = new Reader(store, conversationId);
  let buttons: readonly CardAction[] = [];
  const show = (entry: LogEntry): string[] => {
    if (
      entry.audience !== "everyone" ||
      entry.activity.from?.role === "user" ||
      entry.activity.type !== "message"
    )
      return [];
    buttons = choicesOf(entry.activity) ?? buttons;
    return [asText(entry.activity, words)];
  };
  try {
    yield words("terminal.hello", { id: conversationId });
    const opened = await door.open({ id: conversationId, channel: "terminal", userId: USER, locale: "en" });
    if (opened === "erased") {
      yield words("terminal.erased");
      return;
    }
    for await (const entry of reader.until(await reader.newestAsked())) yield* show(entry);
    for await (const line of lines) {
      if (typeof line !== "string" || line.trim() === "") continue;
      const activity = { ...activityOf(line, buttons), id: randomUUID(), from: { id: USER, role: "user" } };
      const { id } = await door.post(conversationId, activity, [activity.id]);
      for await (const entry of reader.until(id)) yield* show(entry);
    }
  } finally {
    reader.close();
  }
}

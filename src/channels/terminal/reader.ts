import type { Store } from "../../store/port.ts";
import type { LogEntry } from "../../store/records.ts";

const PAGE = 100;

/** One reader of a log who waits for what comes next. */
export class Reader {
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

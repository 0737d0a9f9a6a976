import type { Store } from "../../store/port.ts";
import type { LogEntry } from "../../store/records.ts";

const PAGE = 100;

/** One reader of a talk, who shows each entry once and waits for what comes next. */
export class Reader {
  #after = 0;
  #wake: () => void = () => undefined;
  #news: Promise<void>;
  readonly #stop: () => void;

  constructor(
    private readonly store: Store,
    private readonly conversationId: string,
  ) {
    this.#news = this.#nextNews();
    this.#stop = store.watch((id) => {
      if (id === conversationId) this.#wake();
    });
  }

  /** The id of what was last said to the desk, from which reading begins. */
  async newestAsked(): Promise<string> {
    let id = "";
    for (let after = 0; ; ) {
      const page = await this.store.readLog(this.conversationId, { after, limit: PAGE });
      for (const { seq, activity } of page) {
        if (activity.from?.role !== "user" || activity.type === "typing") continue;
        id = activity.id ?? "";
        this.#after = seq - 1;
      }
      const last = page.at(-1);
      if (!last || page.length < PAGE) return id;
      after = last.seq;
    }
  }

  /** Resolves when there may be something new. */
  get news(): Promise<void> {
    return this.#news;
  }

  /** Everything that is new by now. */
  async *fresh(): AsyncGenerator<LogEntry> {
    this.#news = this.#nextNews();
    for (;;) {
      const entries = await this.store.readLog(this.conversationId, { after: this.#after, limit: PAGE });
      this.#after = entries.at(-1)?.seq ?? this.#after;
      yield* entries;
      if (entries.length < PAGE) return;
    }
  }

  /** Everything new up to and including the last reply to `id`; no longer than that once an agent speaks, who answers when they can. */
  async *until(id: string): AsyncGenerator<LogEntry> {
    for (;;) {
      let answered = false;
      for await (const entry of this.fresh()) {
        answered ||= entry.activity.replyToId === id;
        yield entry;
      }
      if (answered || (await this.#agentSpeaks())) return;
      await this.#news;
    }
  }

  close(): void {
    this.#stop();
  }

  async #agentSpeaks(): Promise<boolean> {
    const conversation = await this.store.conversation(this.conversationId);
    return typeof conversation !== "object" || conversation.agent !== null;
  }

  #nextNews(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}

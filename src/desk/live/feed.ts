import type { Store } from "../../store/port.ts";
import type { LogEntry } from "../../store/records.ts";

/** how far before its newest entry the feed of a talk begins */
const FIRST_LOOK = 20;
const PAGE = 200;
const REMEMBERED_TALKS = 5_000;

/** Gives each new entry of the talks that have a ticket, in the order of their logs. What somebody has seen before may come once more at first. */
export class Feed {
  readonly #given = new Map<string, number>();
  #work: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: Pick<Store, "readLog">,
    private readonly give: (conversationId: string, entry: LogEntry) => void,
    private readonly failed: (error: unknown, conversationId: string) => void,
  ) {}

  /** Notes that a talk's log has grown up to here. */
  grown(conversationId: string, lastSeq: number): void {
    this.#work = this.#work
      .then(() => this.#giveUpTo(conversationId, lastSeq))
      .catch((error: unknown) => this.failed(error, conversationId));
  }

  async #giveUpTo(conversationId: string, lastSeq: number): Promise<void> {
    let after = this.#given.get(conversationId) ?? Math.max(0, lastSeq - FIRST_LOOK);
    while (after < lastSeq) {
      const entries = await this.store.readLog(conversationId, { after, limit: PAGE });
      for (const entry of entries) this.give(conversationId, entry);
      const last = entries.at(-1);
      if (last === undefined) return;
      after = last.seq;
      this.#remember(conversationId, after);
    }
  }

  #remember(conversationId: string, seq: number): void {
    this.#given.delete(conversationId);
    this.#given.set(conversationId, seq);
    const oldest = this.#given.keys().next();
    if (this.#given.size > REMEMBERED_TALKS && !oldest.done) this.#given.delete(oldest.value);
  }
}

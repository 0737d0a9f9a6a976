import type { StoreLog } from "../store-log.ts";
import { Ticket } from "../ticket.ts";
import { fromColumn } from "./column.ts";
import type { Database } from "./database.ts";
import type { Changes, News } from "./news.ts";

interface Found {
  /** transactions from this one on are not all seen yet */
  next: string;
  talks: [conversation: string, lastSeq: number][];
  tickets: string[];
  outbox: boolean;
}

/** What transactions from $1 on have changed. The oldest one under way is where the next look begins, so none is missed. */
const look = `select json_build_object(
  'next', pg_snapshot_xmin(pg_current_snapshot())::text,
  'talks', (select coalesce(json_agg(json_build_array(conversation, seq)), '[]') from (
    select conversation, max(seq) as seq from log_entry where changed >= $1::xid8 group by conversation) grown),
  'tickets', (select coalesce(json_agg(body), '[]') from ticket where changed >= $1::xid8),
  'outbox', exists (select from outbox where fate is null)
) as value`;

/** Finds what changed in other processes, whether or not their calls arrive: it looks every `everyMs`. */
export class CatchUp {
  #after = "";
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    private readonly news: News,
    private readonly log: StoreLog,
  ) {}

  /** From now on nothing that changes is missed. */
  async start(everyMs: number): Promise<void> {
    this.#after = await this.database.value(
      "xmin",
      "select pg_snapshot_xmin(pg_current_snapshot())::text as value",
    );
    this.#timer = setInterval(() => void this.look(), everyMs).unref();
  }

  look(): Promise<void> {
    this.#looking ??= this.#look()
      .catch((error: Error) => this.log.warn({ reason: error.message }, "could not look for what is new"))
      .finally(() => {
        this.#looking = undefined;
      });
    return this.#looking;
  }

  /** Takes up what another process told. */
  async heard({ talks, tickets, outbox, passed }: Changes): Promise<void> {
    for (const talk of talks) this.news.grown(...talk);
    if (outbox) this.news.outbox();
    for (const [topic, what] of passed) this.news.passed(topic, what);
    if (tickets.length === 0) return;
    // a look that is under way may have begun before they changed
    await this.#looking;
    await this.look();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  async #look(): Promise<void> {
    const found = await this.database.value<Found>("look", look, [this.#after]);
    for (const [conversation, lastSeq] of found.talks) this.news.grown(fromColumn(conversation), lastSeq);
    for (const body of found.tickets) this.news.ticket(Ticket.parse(JSON.parse(body)));
    if (found.outbox) this.news.outbox();
    this.#after = found.next;
  }
}

import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Store, StoreLog } from "../store.ts";
import { Ticket } from "../ticket.ts";
import { Database, migrate } from "./database.ts";
import { Notifier } from "./notifier.ts";
import { postgresStore } from "./postgres-store.ts";
import { fromColumn } from "./rows.ts";
import { type Changes, StoreEvents } from "./store-events.ts";

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
export class Poller {
  #after = "";
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    private readonly news: StoreEvents,
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
  async heard({ talks: conversations, tickets, outbox, passed }: Changes): Promise<void> {
    for (const conversation of conversations) this.news.grown(...conversation);
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

const everyMs = 3_600_000;
/** rows that a statement removes well within its time */
const mostAtOnce = 10_000;

/** Sweeps now and then. Returns how to stop. */
function startSweeping(database: Database, log: StoreLog): () => void {
  const timer = setInterval(() => {
    void sweep(database).catch((error: Error) => log.warn({ reason: error.message }, "could not sweep"));
  }, everyMs).unref();
  return () => clearInterval(timer);
}

/** Removes the keys of deliveries that are more than a day and two hours old, and lanes that nobody has held for an hour. */
export async function sweep(database: Database): Promise<void> {
  let removed: number;
  do removed = await forgetKeys(database);
  while (removed === mostAtOnce);
  await database.ask("forget_lanes", "delete from outbox_lane where taken_until < now() - interval '1 hour'");
}

const forgetKeys = (database: Database): Promise<number> =>
  database.value(
    "forget_keys",
    `with gone as (
       delete from delivery_key d using (
         select conversation, key from delivery_key where stored_at < now() - interval '26 hours' limit $1
       ) old where d.conversation = old.conversation and d.key = old.key returning 1
     ) select count(*)::integer as value from gone`,
    [mostAtOnce],
  );

export interface PostgresStoreOptions {
  log: StoreLog;
  /** connections to the server, besides the one that listens */
  connections?: number;
  /** how often it looks for what other processes changed; their calls make it sooner */
  lookEveryMs?: number;
  /** false: calls of other processes are neither made nor heard, and looking finds everything */
  calls?: boolean;
}

/** Opens the desk's store in the database at `url`, brought up to this version first. Any number of processes may. */
export async function openPostgresStore(url: string, options: PostgresStoreOptions): Promise<Store> {
  const { log, connections = 10, lookEveryMs = 2_000, calls = true } = options;
  await migrate(url);
  const database = new Database(url, connections, log);
  const news = new StoreEvents(log);
  const catchUp = new Poller(database, news, log);
  const notifier = new Notifier(url, randomUUID(), (changes) => void catchUp.heard(changes), log);
  if (calls) {
    await notifier.listen();
    news.passOn((changes) => notifier.ring(changes));
  }
  await catchUp.start(lookEveryMs);
  const stopSweeping = startSweeping(database, log);
  return postgresStore(database, news, async () => {
    stopSweeping();
    await catchUp.stop();
    await Promise.race([notifier.close(), sleep(2_000, undefined, { ref: false })]);
    await Promise.race([database.close(), sleep(2_000, undefined, { ref: false })]);
  });
}

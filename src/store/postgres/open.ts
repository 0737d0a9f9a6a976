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
  /** first transaction that is not completely visible yet */
  next: string;
  talks: [conversation: string, lastSeq: number][];
  tickets: string[];
  outbox: boolean;
}

/** Changes since transaction $1. The oldest running transaction is the next start, so that none is missed. */
const look = `select json_build_object(
  'next', pg_snapshot_xmin(pg_current_snapshot())::text,
  'talks', (select coalesce(json_agg(json_build_array(conversation, seq)), '[]') from (
    select conversation, max(seq) as seq from log_entry where changed >= $1::xid8 group by conversation) grown),
  'tickets', (select coalesce(json_agg(body), '[]') from ticket where changed >= $1::xid8),
  'outbox', exists (select from outbox where fate is null)
) as value`;

/** Polls for changes of other processes every `everyMs`, because notifications may be lost. */
export class Poller {
  #after = "";
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    private readonly news: StoreEvents,
    private readonly log: StoreLog,
  ) {}

  /** Starts polling; later changes are not missed. */
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

  /** Applies a notification of another process. */
  async heard({ talks: conversations, tickets, outbox, passed }: Changes): Promise<void> {
    for (const conversation of conversations) this.news.grown(...conversation);
    if (outbox) this.news.outbox();
    for (const [topic, what] of passed) this.news.passed(topic, what);
    if (tickets.length === 0) return;
    // a running poll may have started before these changes
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
/** number of rows that a statement can remove within its timeout */
const mostAtOnce = 10_000;

/** Sweeps periodically. Returns a function that stops it. */
function startSweeping(database: Database, log: StoreLog): () => void {
  const timer = setInterval(() => {
    void sweep(database).catch((error: Error) => log.warn({ reason: error.message }, "could not sweep"));
  }, everyMs).unref();
  return () => clearInterval(timer);
}

/** Removes delivery keys older than 26 hours, and partitions without a holder for an hour. */
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
  /** pool size, besides the listening connection */
  connections?: number;
  /** polling interval; notifications trigger additional polls */
  lookEveryMs?: number;
  /** false: notifications are off, and only polling finds changes */
  calls?: boolean;
}

/** Opens the store in a database after migrating it. Any number of processes may share it. */
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

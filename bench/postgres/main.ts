import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { assemble, loadContent } from "../../src/assemble.ts";
import { openEmbeddedStore } from "../../src/store/lowdb/open.ts";
import type { Store } from "../../src/store/port.ts";
import { openPostgresStore } from "../../src/store/postgres/open.ts";
import { startServer } from "../../test/store/postgres/server.ts";

// Turns of the real bot on PostgreSQL and on the embedded store in one process, and the store's calls alone.
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const now = () => new Date();
const say = (line: string) => process.stdout.write(`${line}\n`);

interface Run {
  turns: number;
  seconds: number;
  cpuSeconds: number;
}

async function measured(turns: number, work: () => Promise<void>): Promise<Run> {
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  await work();
  const used = process.cpuUsage(cpu);
  return { turns, seconds: (performance.now() - began) / 1000, cpuSeconds: (used.user + used.system) / 1e6 };
}

const told = (name: string, { turns, seconds, cpuSeconds }: Run) =>
  say(
    `${name}: ${(turns / seconds).toFixed(0)} turns/s, ${((1000 * cpuSeconds) / turns).toFixed(2)} ms app CPU a turn`,
  );

/** The store alone: a message and its answer with 4 KB of state, `side` talks side by side. */
async function echo(store: Store, talks: number, perTalk: number, prefix: string): Promise<Run> {
  const value = { memory: "x".repeat(4_000) };
  const ids = Array.from({ length: talks }, (_, index) => `${prefix} ${index}`);
  for (const id of ids)
    await store.openConversation({
      id,
      channel: "bench",
      userId: "u",
      locale: "en",
      startedAt: now().toISOString(),
    });
  const talk = async (id: string): Promise<void> => {
    let eTag: string | null = null;
    for (let number = 1; number <= perTalk; number += 1) {
      const at = now().toISOString();
      const claim = { by: `${id} ${number}`, leaseMs: 10_000, begun: () => undefined };
      const activity = { type: "message", text: `message ${number}`, from: { id: "u", role: "user" } };
      const { entry } = await store.receive(id, {
        activity,
        keys: [`${number}`],
        at,
        needsTurn: true,
        claim,
      });
      await store.commitTurn({
        conversationId: id,
        answers: entry.seq,
        by: claim.by,
        at,
        replies: [{ audience: "everyone", activity: { ...activity, from: { id: "bot", role: "bot" } } }],
        state: [
          {
            key: `bench/conversations/${id}`,
            value,
            eTag,
            stored: (tag) => {
              eTag = tag;
            },
          },
        ],
        tickets: [],
        receipts: [],
        ratings: [],
        outbox: [],
      });
    }
  };
  return measured(talks * perTalk, () => Promise.all(ids.map(talk)).then(() => undefined));
}

async function botTurns(
  store: Store,
  content: Awaited<ReturnType<typeof loadContent>>,
  talks: number,
  per: number,
) {
  const { door, turns } = assemble(content, store, now, () => undefined);
  const talk = async (index: number): Promise<void> => {
    const id = `bot ${index}`;
    await door.open({ id, channel: "bench", userId: "u", locale: "en" });
    for (let number = 0; number < per; number += 1) {
      const text = number % 2 === 0 ? "I want to delete my account" : "will my reviews disappear?";
      await door.post(id, { type: "message", text, from: { id: "u", role: "user" } }, [`${number}`]);
    }
  };
  const run = await measured(talks * (per + 1), async () => {
    await Promise.all(Array.from({ length: talks }, (_, index) => talk(index)));
    await turns.settled();
  });
  await turns.stop();
  return run;
}

const server = await startServer({ durable: true });
const url = await server.database();
const store = await openPostgresStore(url, { log: quiet });
const client = new pg.Client({ connectionString: url });
await client.connect();
const transactions = async (): Promise<number> => {
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  await client.query("select pg_stat_clear_snapshot()");
  const { rows } = await client.query(
    "select xact_commit::integer as n from pg_stat_database where datname = current_database()",
  );
  return rows[0].n;
};

await echo(store, 20, 20, "warm");
const before = await transactions();
const serverBefore = await server.cpuSeconds();
const small = await echo(store, 40, 100, "small");
const serverAfter = await server.cpuSeconds();
const after = await transactions();
told("store alone on PostgreSQL, 1,000s of entries", small);
say(
  `database transactions a turn, calls to other processes and looks among them: ${((after - before) / small.turns).toFixed(2)}`,
);
say(`server: ${((1000 * (serverAfter - serverBefore)) / small.turns).toFixed(2)} ms CPU a turn`);
const bytes = await client.query(
  "select pg_database_size(current_database())::float as n, (select count(*)::float from log_entry) as entries",
);
say(`stored: ${(bytes.rows[0].n / 1e6).toFixed(1)} MB with ${bytes.rows[0].entries} entries`);
const entries = Number(process.argv[2] ?? 1_000_000);
await client.query(`insert into conversation (id, channel, user_id, locale, started_at, last_seq)
  select 'old ' || n, 'bench', 'u', 'en', '2026-01-01T00:00:00.000Z', 50 from generate_series(1, ${entries / 50}) n`);
await client.query(`insert into log_entry (conversation, seq, at, audience, activity)
  select 'old ' || (1 + n / 50), 1 + n % 50, '2026-01-01T00:00:00.000Z', 'everyone',
    '{"type":"message","text":"' || repeat('word ', 50) || '"}' from generate_series(0, ${entries - 1}) n`);
await client.query("analyze");
const size = await client.query(
  "select pg_total_relation_size('log_entry')::float / count(*) as n from log_entry",
);
say(`an entry of 300 characters takes ${size.rows[0].n.toFixed(0)} bytes with its indexes`);
told(`store alone on PostgreSQL, ${entries} entries`, await echo(store, 40, 100, "large"));
const content = await loadContent();
told("the bot on PostgreSQL", await botTurns(store, content, 40, 20));
const folder = mkdtempSync(join(tmpdir(), "bench-"));
const embedded = await openEmbeddedStore(folder, { now, log: quiet });
told("the bot on the embedded store", await botTurns(embedded, content, 40, 20));
await embedded.close();
rmSync(folder, { recursive: true });
await store.close();
await client.end();
await server.end();
process.exit(0);

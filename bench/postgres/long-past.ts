import pg from "pg";

const entriesOfConversation = 50;
const at = "2026-01-01T00:00:00.000Z";

/** Puts so many old entries into the desk's database at `url`, with what else is kept of their conversations; gives the bytes of one. */
export async function fillPast(url: string, entries: number): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const conversations = entries / entriesOfConversation;
  await client.query(`
    insert into conversation (id, channel, user_id, locale, started_at, last_seq)
    select 'old ' || n, 'bench', 'u ' || n, 'en', '${at}', ${entriesOfConversation} from generate_series(1, ${conversations}) n;
    insert into log_entry (conversation, seq, at, audience, activity)
    select 'old ' || talk, seq, '${at}', 'everyone',
      '{"type":"message","id":"' || gen_random_uuid() || '","text":"' || repeat('word ', 50) || '"}'
    from generate_series(1, ${conversations}) talk, generate_series(1, ${entriesOfConversation}) seq;
    insert into delivery_key (conversation, key, seq)
    select 'old ' || talk, 'client:' || seq, seq
    from generate_series(1, ${conversations}) talk, generate_series(1, ${entriesOfConversation}, 3) seq;
    insert into bot_state (home, key, name, value, writer)
    select 'old ' || n, 'bench/conversations/old ' || n, 'bench/conversations/old ' || n,
      '{"told":"' || repeat('consequences ', 80) || '"}', 'old ' || n
    from generate_series(1, ${conversations}) n`);
  await client.query("vacuum analyze");
  await client.query("checkpoint");
  const size = await client.query<{ bytes: number }>(
    "select pg_database_size(current_database())::float8 / (select count(*) from log_entry) as bytes",
  );
  await client.end();
  return size.rows[0]?.bytes ?? Number.NaN;
}

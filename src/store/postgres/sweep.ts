import type { StoreLog } from "../store-log.ts";
import type { Database } from "./database.ts";

const everyMs = 3_600_000;
/** rows that a statement removes well within its time */
const mostAtOnce = 10_000;

/** Sweeps now and then. Returns how to stop. */
export function startSweeping(database: Database, log: StoreLog): () => void {
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

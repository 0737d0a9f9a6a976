import type { StoreLog } from "../store-log.ts";
import type { Database } from "./database.ts";

const everyMs = 3_600_000;

/** Removes the keys of deliveries that are more than a day and two hours old, now and then. Returns how to stop. */
export function forgetOldKeys(database: Database, log: StoreLog): () => void {
  const timer = setInterval(() => {
    void database
      .ask("forget_keys", "delete from delivery_key where stored_at < now() - interval '26 hours'")
      .catch((error: Error) => log.warn({ reason: error.message }, "old delivery keys were not removed"));
  }, everyMs).unref();
  return () => clearInterval(timer);
}

import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Store } from "../port.ts";
import type { StoreLog } from "../store-log.ts";
import { Bell } from "./bell.ts";
import { CatchUp } from "./catch-up.ts";
import { Database } from "./database.ts";
import { migrate } from "./migrate.ts";
import { News } from "./news.ts";
import { postgresStore } from "./postgres-store.ts";
import { startSweeping } from "./sweep.ts";

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
  const news = new News(log);
  const catchUp = new CatchUp(database, news, log);
  const bell = new Bell(url, randomUUID(), (changes) => void catchUp.heard(changes), log);
  if (calls) {
    await bell.listen();
    news.passOn((changes) => bell.ring(changes));
  }
  await catchUp.start(lookEveryMs);
  const stopSweeping = startSweeping(database, log);
  return postgresStore(database, news, async () => {
    stopSweeping();
    await catchUp.stop();
    await Promise.race([bell.close(), sleep(2_000, undefined, { ref: false })]);
    await Promise.race([database.close(), sleep(2_000, undefined, { ref: false })]);
  });
}

import { join } from "node:path";
import pg from "pg";
import Postgrator from "postgrator";
import { projectFolder } from "../../runtime/paths.ts";
import { StoreUnavailable } from "../errors.ts";
import type { StoreLog } from "../store.ts";
import { moveEarlierStaff } from "./move-earlier.ts";

/** milliseconds */
const connectTimeout = 3_000;
const statementTimeout = 4_000;
/** a server that hangs ends no statement by itself */
const answerTimeout = 5_000;

/** SQLSTATE classes of a server that cannot do now what it could at another time: connection, rollback, resources, operator, system. */
const passing = new Set(["08", "40", "53", "57", "58"]);
/** and two codes: a lock that was not free in time, a server that only reads */
const passingCodes = new Set(["55P03", "25006"]);

/** Returns the options of every connection to the server. */
export const connectionOptions = (url: string): pg.ClientConfig => ({
  connectionString: url,
  application_name: "exit-desk",
  connectionTimeoutMillis: connectTimeout,
  statement_timeout: statementTimeout,
  query_timeout: answerTimeout,
  keepAlive: true,
});

/** A bounded number of connections to the server. */
export class Database {
  readonly #pool: pg.Pool;

  constructor(url: string, connections: number, log: StoreLog) {
    this.#pool = new pg.Pool({ ...connectionOptions(url), max: connections, idleTimeoutMillis: 30_000 });
    // a connection that breaks while it is in use tells its call, and would end the process if nobody listened here
    this.#pool.on("connect", (client) => client.on("error", () => undefined));
    this.#pool.on("error", (error) => log.warn({ reason: error.message }, "a database connection was lost"));
  }

  /** Runs one statement, prepared once a connection under `name`. Throws StoreUnavailable while the server cannot. */
  async ask<Row extends object>(name: string, text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const client = await this.#connect();
    let broken = false;
    try {
      return (await client.query<Row>({ name, text, values: [...values] })).rows;
    } catch (error) {
      broken = !(error instanceof pg.DatabaseError) || error.severity === "FATAL";
      throw storeError(error);
    } finally {
      client.release(broken);
    }
  }

  /** Runs a statement that gives one value. */
  async value<T>(name: string, text: string, values: readonly unknown[] = []): Promise<T> {
    const [row] = await this.ask<{ value: T }>(name, text, values);
    if (row === undefined) throw new Error(`the database gave no row for ${name}`);
    return row.value;
  }

  close(): Promise<void> {
    return this.#pool.end();
  }

  async #connect(): Promise<pg.PoolClient> {
    try {
      return await this.#pool.connect();
    } catch (error) {
      throw storeError(error);
    }
  }
}

/** Wraps an error of a temporarily unusable database in StoreUnavailable; returns any other error as it is. */
function storeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = error instanceof pg.DatabaseError ? (error.code ?? "") : undefined;
  if (code !== undefined && !passing.has(code.slice(0, 2)) && !passingCodes.has(code)) return error;
  return new StoreUnavailable(`the database cannot be used now: ${error.message}`, { cause: error });
}

const migrations = join(projectFolder, "src", "store", "postgres", "migrations");
/** any number that nothing else in the database locks */
const lock = 7_301_001;

/** Thrown at the start when there is no database at DATABASE_URL, or it does not let the desk in. */
class NoDatabase extends Error {
  readonly code = "no-database";
  constructor(cause: Error & { code?: string }) {
    super(`DATABASE_URL: can't use the database: ${cause.message || cause.code}`, { cause });
  }
}

/** Brings the database's schema up to this version: whole or not at all, one process at a time. Throws when it is newer. */
export async function migrate(url: string): Promise<void> {
  const client = new pg.Client({ ...connectionOptions(url), statement_timeout: 0, query_timeout: 0 });
  client.on("error", () => undefined);
  await client.connect().catch((error: Error & { code?: string }) => {
    throw new NoDatabase(error);
  });
  try {
    await client.query("begin");
    await client.query("select pg_advisory_xact_lock($1)", [lock]);
    const postgrator = new Postgrator({
      driver: "pg",
      migrationPattern: `${migrations}/*.sql`,
      schemaTable: "exit_desk_schema",
      execQuery: (query) => client.query(query),
    });
    const [is, known] = [await postgrator.getDatabaseVersion(), await postgrator.getMaxVersion()];
    if (is > known)
      throw new Error(
        `DATABASE_URL: the database has schema ${is}, and this version of the desk knows ${known}`,
      );
    await postgrator.migrate();
    await moveEarlierStaff(client);
    await client.query("commit");
  } finally {
    await client.end();
  }
}

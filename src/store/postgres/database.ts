import pg from "pg";
import { StoreUnavailable } from "../store-errors.ts";
import type { StoreLog } from "../store-log.ts";

/** milliseconds */
const connectTimeout = 3_000;
const statementTimeout = 4_000;
/** a server that hangs ends no statement by itself */
const answerTimeout = 5_000;

/** SQLSTATE classes of a server that cannot do now what it could at another time: connection, rollback, resources, operator, system. */
const passing = new Set(["08", "40", "53", "57", "58"]);
/** and two codes: a lock that was not free in time, a server that only reads */
const passingCodes = new Set(["55P03", "25006"]);

/** How every connection to the server is made. */
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

/** What an error of the client or the server is to the callers of the store. */
export function storeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = error instanceof pg.DatabaseError ? (error.code ?? "") : undefined;
  if (code !== undefined && !passing.has(code.slice(0, 2)) && !passingCodes.has(code)) return error;
  return new StoreUnavailable(`the database cannot be used now: ${error.message}`, { cause: error });
}

import pg from "pg";
import { startServer } from "../../../test/store/postgres/server.ts";
import { attempt } from "../../attempt.ts";
import type { Figure } from "../../report.ts";
import { measureSignedIn, type SignedInSize } from "../signed-in.ts";
import { measurePostgresPast } from "./past.ts";
import { measureProcesses } from "./processes.ts";
import { measureReach } from "./reach.ts";
import { measureTrips } from "./trips.ts";

/** How much is measured on PostgreSQL: rounds, seconds of load, old entries, messages, signed-in requests. */
export interface PostgresSize {
  rounds: number;
  busySeconds: number;
  entries: number;
  messages: number;
  signedIn: SignedInSize;
}

/** Measures the desk on a PostgreSQL server of its own, which waits for its disk; gives the figures and the server's version. */
export async function measurePostgres(
  size: PostgresSize,
  tell: (line: string) => void,
): Promise<{ figures: Figure[]; version: string }> {
  const server = await startServer({ durable: true, connections: 100 });
  try {
    tell("counting on the wire to PostgreSQL");
    const trips = await attempt("round trips to PostgreSQL", () => measureTrips(server, size.busySeconds));
    tell("two processes against one");
    const processes = await attempt("two processes against one", () => measureProcesses(server, size));
    tell("from a process to another");
    const reach = await attempt("widget to console", () => measureReach(server, size.messages));
    tell("signing in at a desk of many people on PostgreSQL");
    const signedIn = await attempt("signed-in request on PostgreSQL", () =>
      measureSignedIn(size.signedIn, server),
    );
    tell(`keeping ${size.entries} entries in PostgreSQL`);
    const past = await attempt("turn after a long past on PostgreSQL", () =>
      measurePostgresPast(server, size),
    );
    return {
      figures: [...trips, ...processes, ...reach, ...signedIn, ...past],
      version: await versionOf(server),
    };
  } finally {
    await server.end();
  }
}

async function versionOf(server: { database(): Promise<string> }): Promise<string> {
  const client = new pg.Client({ connectionString: await server.database() });
  await client.connect();
  const { rows } = await client.query<{ server_version: string }>("show server_version");
  await client.end();
  return rows[0]?.server_version ?? "";
}

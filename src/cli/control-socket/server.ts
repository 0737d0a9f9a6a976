import { createHash } from "node:crypto";
import { chmodSync, lstatSync, mkdirSync, rmSync, statSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  CallerLine,
  type DeskLine,
  readLines,
  runningDesk,
  type SocketAddress,
  socketAddress,
  writeLine,
} from "./client.ts";

/** Thrown when another process uses the folder. */
class DeskRunning extends Error {
  readonly code = "desk-running";
  constructor(
    readonly folder: string,
    readonly pid: number | null,
  ) {
    super(
      pid === null
        ? `another process is using ${folder} and doesn't report its id; stop it, or set DATA_DIR to another folder`
        : `process ${pid} is using ${folder}; stop it, or set DATA_DIR to another folder`,
    );
  }
}

/**
 * Runs `listen` when no living process uses the folder's socket. Removes the socket of a killed one. One
 * process at a time.
 */
async function takeOver(folder: string, listen: () => Promise<void>): Promise<void> {
  const leave = await enter(folder);
  try {
    const pid = await runningDesk(folder);
    if (pid !== undefined) throw new DeskRunning(folder, pid);
    removeDead(join(folder, "desk.sock"));
    await listen();
  } finally {
    leave();
  }
}

/**
 * Locks the takeover, so that two processes cannot both replace a dead socket. On Linux it uses an abstract socket, which
 * disappears with its process. Other systems have no lock.
 */
async function enter(folder: string): Promise<() => void> {
  if (process.platform !== "linux") return () => undefined;
  const { dev, ino } = statSync(folder);
  const name = createHash("sha256").update(`${dev}:${ino}`).digest("hex").slice(0, 32);
  for (let patience = 100; patience > 0; patience -= 1) {
    const gate = createServer();
    const entered = await new Promise<boolean>((resolve) =>
      gate.once("error", () => resolve(false)).listen(`\0exit-desk-${name}`, () => resolve(true)),
    );
    if (entered) return () => gate.close();
    await sleep(50);
  }
  throw new DeskRunning(folder, null);
}

function removeDead(path: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isSocket()) throw new Error(`${path} is not a socket; move it away`);
  rmSync(path);
}

/** Runs a command, and yields its values. `said` is the caller's input; most commands ignore it. */
export type Handler = (args: unknown, said: AsyncIterable<unknown>) => AsyncIterable<unknown>;

/** Control socket of the desk. It is also the lock of its folder. */
export interface DeskSocket {
  close(): Promise<void>;
}

/**
 * Locks the folder and serves commands on its `desk.sock`. Throws DeskRunning when another process uses it. Takes over the
 * socket of a killed process.
 */
export async function serveSocket(
  folder: string,
  handlers: Readonly<Record<string, Handler>>,
): Promise<DeskSocket> {
  const commands = new Map(Object.entries(handlers));
  const callers = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    callers.add(socket);
    socket.on("close", () => callers.delete(socket)).on("error", () => undefined);
    void answer(socket, commands);
  });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const address = socketAddress(folder);
  try {
    await takeOver(folder, () => listen(server, address));
  } catch (error) {
    address.release();
    throw error;
  }
  return { close: () => close(server, callers, address) };
}

async function listen(server: Server, { path }: SocketAddress): Promise<void> {
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(path, resolve));
  chmodSync(path, 0o600);
}

async function close(server: Server, callers: Set<Socket>, address: SocketAddress): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  for (const caller of callers) caller.destroy();
  await closed;
  address.release();
}

async function answer(socket: Socket, commands: ReadonlyMap<string, Handler>): Promise<void> {
  const say = (line: DeskLine) => writeLine(socket, line);
  try {
    await say({ desk: process.pid });
    const lines = readLines(socket);
    const first = await lines.next();
    if (first.done !== true) {
      const line = CallerLine.parse(first.value);
      const handler = "command" in line ? commands.get(line.command) : undefined;
      if (!("command" in line) || handler === undefined) throw new Error("unknown command");
      for await (const value of handler(line.args, sayings(lines))) if (!(await say({ value }))) return;
      await say({ end: true });
    }
  } catch (error) {
    await say(errorLine(error));
  } finally {
    socket.end();
  }
}

async function* sayings(lines: AsyncIterable<unknown>): AsyncGenerator<unknown> {
  for await (const value of lines) {
    const line = CallerLine.parse(value);
    if ("say" in line) yield line.say;
  }
}

function errorLine(error: unknown): DeskLine {
  if (!(error instanceof Error)) return { error: String(error) };
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  return { error: error.message, ...(code === undefined ? {} : { code }) };
}

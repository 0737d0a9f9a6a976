import { chmodSync, mkdirSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { type SocketAddress, socketAddress } from "./address.ts";
import { readLines, writeLine } from "./lines.ts";
import { CallerLine, type DeskLine } from "./message.ts";
import { takeOver } from "./take-over.ts";

/** Answers a command with values. `said` are the caller's lines in a talk; most commands have none. */
export type Handler = (args: unknown, said: AsyncIterable<unknown>) => AsyncIterable<unknown>;

/** The desk's socket. While it is open no other process can open one in the same folder. */
export interface DeskSocket {
  close(): Promise<void>;
}

/**
 * Takes the folder for this process and answers commands through its `desk.sock`. Throws DeskRunning when
 * another process has it; what a killed process left is taken over.
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
      if (!("command" in line) || handler === undefined)
        throw new Error("the desk does not know this command");
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

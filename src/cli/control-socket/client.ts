import { closeSync, openSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { z } from "zod";

/** Maximum length of a socket path in bytes: 108 with the terminating zero. */
const longest = 107;

/** Path of a desk's socket. Call `release` after use. */
export interface SocketAddress {
  path: string;
  release(): void;
}

/** Returns the socket path of a folder. On Linux, a long path is shortened through an open descriptor. */
export function socketAddress(folder: string): SocketAddress {
  const plain = join(folder, "desk.sock");
  if (Buffer.byteLength(plain) <= longest) return { path: plain, release: () => undefined };
  if (process.platform !== "linux") {
    throw new Error(
      `DATA_DIR is too long for a socket: ${plain} exceeds ${longest} bytes; choose a shorter path`,
    );
  }
  const descriptor = openSync(folder, "r");
  return { path: `/proc/self/fd/${descriptor}/desk.sock`, release: () => closeSync(descriptor) };
}

const longestLine = 16 * 1024 * 1024;

/** Yields the received JSON values, one per line. Leaves the socket open when stopped early. */
export async function* readLines(socket: Socket): AsyncGenerator<unknown> {
  socket.setEncoding("utf8");
  let rest = "";
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > longestLine) throw new Error("a line on the desk's socket is too long");
    for (const line of lines) yield JSON.parse(line);
  }
}

/** Writes a value and waits for back-pressure. Returns false when the peer has disconnected. */
export async function writeLine(socket: Socket, value: unknown): Promise<boolean> {
  if (socket.destroyed || socket.writableEnded) return false;
  if (socket.write(`${JSON.stringify(value)}\n`)) return true;
  await new Promise<void>((resolve) => {
    const done = () => {
      socket.off("drain", done).off("close", done);
      resolve();
    };
    socket.on("drain", done).on("close", done);
  });
  return !socket.destroyed;
}

/** Line from a caller: the command first, then input for interactive commands. */
export const CallerLine = z.union([
  z.strictObject({ command: z.string(), args: z.unknown() }),
  z.strictObject({ say: z.unknown() }),
]);

/** Line from the desk: its process id first, then values, then the end or an error. */
export const DeskLine = z.union([
  z.strictObject({ desk: z.number().int() }),
  z.strictObject({ value: z.unknown() }),
  z.strictObject({ end: z.literal(true) }),
  z.strictObject({ error: z.string(), code: z.string().optional() }),
]);
export type DeskLine = z.infer<typeof DeskLine>;

/** Thrown when no desk is running in the folder. */
export class NoDesk extends Error {
  readonly code = "no-desk";
  constructor(readonly folder: string) {
    super(`no desk is running in ${folder}`);
  }
}

/** Thrown when the desk ended before it responded. */
class DeskGone extends Error {
  readonly code = "desk-gone";
  constructor() {
    super("the desk stopped before it responded; what it accepted is kept, so start it and try again");
  }
}

/** Thrown when the desk responded with an error. `reason` is the error code. */
class DeskRefused extends Error {
  readonly code = "desk-refused";
  constructor(
    message: string,
    readonly reason: string | undefined,
  ) {
    super(message);
  }
}

/**
 * Runs a command in the desk that uses `folder`, and yields its values. Sends `says` meanwhile; their end ends the input.
 * Throws NoDesk, DeskRefused or DeskGone.
 */
export async function* callSocket(
  folder: string,
  command: string,
  args: unknown = null,
  says: AsyncIterable<unknown> = nothing(),
): AsyncGenerator<unknown> {
  const { socket, release } = await reach(folder);
  speak(socket, command, args, says).catch((error: Error) => socket.destroy(error));
  try {
    for await (const line of readLines(socket)) {
      const answer = DeskLine.parse(line);
      if ("end" in answer) return;
      if ("error" in answer) throw new DeskRefused(answer.error, answer.code);
      if ("value" in answer) yield answer.value;
    }
    throw new DeskGone();
  } finally {
    socket.destroy();
    release();
  }
}

/**
 * Returns the process id of the desk in `folder`; null when it does not respond, undefined when none is
 * running.
 */
export async function runningDesk(folder: string, patience = 2_000): Promise<number | null | undefined> {
  const reached = await reach(folder).catch((error: unknown) => {
    if (error instanceof NoDesk) return undefined;
    throw error;
  });
  if (reached === undefined) return undefined;
  const { socket, release } = reached;
  socket.setTimeout(patience, () => socket.destroy());
  try {
    for await (const line of readLines(socket)) {
      const greeting = DeskLine.parse(line);
      return "desk" in greeting ? greeting.desk : null;
    }
    return null;
  } catch {
    return null;
  } finally {
    socket.destroy();
    release();
  }
}

async function reach(folder: string): Promise<{ socket: Socket; release: () => void }> {
  const { path, release } = socketAddress(folder);
  const socket = connect({ path, allowHalfOpen: true });
  try {
    await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("error", reject));
    socket.on("error", () => undefined);
    return { socket, release };
  } catch (error) {
    release();
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ECONNREFUSED") throw new NoDesk(folder);
    throw error;
  }
}

/**
 * Sends the command and its input. Returns quietly when the socket is closed, because the reader reports
 * that.
 */
async function speak(
  socket: Socket,
  command: string,
  args: unknown,
  says: AsyncIterable<unknown>,
): Promise<void> {
  await writeLine(socket, { command, args });
  for await (const say of says) if (!(await writeLine(socket, { say }))) return;
  if (!socket.destroyed) socket.end();
}

async function* nothing(): AsyncGenerator<unknown> {}

import { connect, type Socket } from "node:net";
import { socketAddress } from "./address.ts";
import { readLines, writeLine } from "./lines.ts";
import { DeskLine } from "./message.ts";

/** Thrown by a call when no desk runs in the folder. */
export class NoDesk extends Error {
  readonly code = "no-desk";
  constructor(readonly folder: string) {
    super(`no desk is running in ${folder}`);
  }
}

/** Thrown by a call when the desk ended before it had answered. */
export class DeskGone extends Error {
  readonly code = "desk-gone";
  constructor() {
    super("the desk went away before it had answered; what it had taken is kept, start it and try again");
  }
}

/** Thrown by a call when the desk answered with an error. `reason` is the code of what the desk threw. */
export class DeskRefused extends Error {
  readonly code = "desk-refused";
  constructor(
    message: string,
    readonly reason: string | undefined,
  ) {
    super(message);
  }
}

/**
 * Runs a command of the desk that runs in `folder` and gives the values it answers. `says` are sent while it
 * answers; their end is the end of the talk. Throws NoDesk, DeskRefused or DeskGone.
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

/** The process id of the desk that runs in `folder`; null when it does not say; undefined when none runs. */
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

/** Sends the command and what is said. It ends quietly when the socket is gone: the reader tells of that. */
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

import type { Socket } from "node:net";

const longestLine = 16 * 1024 * 1024;

/** The JSON values that arrive, one a line, until the other side ends. Stopping early leaves the socket open. */
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

/** Resolves when the other side can take more; false when it has gone. */
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

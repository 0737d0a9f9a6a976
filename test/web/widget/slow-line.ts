import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A slow line to a port of this machine. */
export interface SlowLine {
  url: string;
  stop(): Promise<void>;
}

/** Passes bytes on after half a round trip, and no faster than the line carries them. */
function carry(
  from: Socket,
  to: Socket,
  { delayMs, bytesPerMs }: { delayMs: number; bytesPerMs: number },
): void {
  let free = 0;
  from.on("data", (chunk: Buffer) => {
    const now = performance.now();
    free = Math.max(free, now) + chunk.length / bytesPerMs;
    setTimeout(() => to.destroyed || to.write(chunk), free - now + delayMs);
  });
  from.on("end", () => setTimeout(() => to.end(), delayMs + Math.max(0, free - performance.now())));
  from.on("error", () => to.destroy());
}

/** Opens a line of so many megabits a second and so long a round trip; a new connection costs one round trip more. */
export async function startSlowLine(
  port: number,
  line: { megabits: number; roundTripMs: number },
): Promise<SlowLine> {
  const open = new Set<Socket>();
  const way = { delayMs: line.roundTripMs / 2, bytesPerMs: (line.megabits * 1_000_000) / 8 / 1000 };
  const server = createServer((near) => {
    open.add(near);
    near.on("close", () => open.delete(near));
    near.pause();
    setTimeout(() => {
      const far = connect(port, "127.0.0.1");
      carry(near, far, way);
      carry(far, near, way);
      near.resume();
    }, line.roundTripMs);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

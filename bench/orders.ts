/** What a child process can be asked to do, by name. */
export type Orders = Record<string, (given: never) => unknown>;

/** A question to a child process, and its answer. */
export interface Order {
  order: number;
  name: string;
  given: unknown;
}
export interface Reply {
  order: number;
  result?: unknown;
  failed?: string;
}

/** Carries out what the parent process asks for. `stay` keeps this process alive for it. */
export function answerOrders(orders: Orders, { stay }: { stay: boolean }): void {
  process.on("message", async ({ order, name, given }: Order) => {
    const carryOut = orders[name] as ((given: unknown) => unknown) | undefined;
    if (carryOut === undefined) return;
    const reply: Reply = { order };
    try {
      reply.result = await carryOut(given);
    } catch (error) {
      reply.failed = error instanceof Error ? (error.stack ?? error.message) : String(error);
    }
    process.send?.(reply);
  });
  if (stay) process.channel?.ref();
  else process.channel?.unref();
}

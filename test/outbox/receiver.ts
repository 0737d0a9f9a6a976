import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** How the receiver answers one request; `taken` says whether it keeps what came, `silent` that it never answers. */
export type Manner = { status: number; headers?: Record<string, string>; taken?: boolean } | "silent" | "cut";

/** A small server on loopback that keeps what it takes and answers as it is told, in turn; 204 when nothing is left. */
export class Receiver {
  readonly taken: { key: string; body: unknown }[] = [];
  requests = 0;
  manners: Manner[] = [];

  private constructor(private readonly server: Server) {}

  static async open(): Promise<Receiver> {
    const server = createServer();
    const receiver = new Receiver(server);
    server.on("request", (req, res) => {
      const chunks: Buffer[] = [];
      req.on("data", (chunk: Buffer) => chunks.push(chunk));
      req.on("end", () => {
        receiver.requests += 1;
        const manner = receiver.manners.shift() ?? { status: 204 };
        const answered = typeof manner === "object";
        if (!answered || (manner.taken ?? manner.status < 300)) {
          receiver.taken.push({
            key: String(req.headers["idempotency-key"]),
            body: JSON.parse(Buffer.concat(chunks).toString()),
          });
        }
        if (answered) res.writeHead(manner.status, manner.headers).end();
        else if (manner === "cut") req.socket.destroy();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

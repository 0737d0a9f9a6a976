import type { AddressInfo } from "node:net";
import restify, { type RequestHandlerType } from "restify";

/** Serves `POST /api/messages` as Microsoft's samples do, on a free port of this machine, and prints where. */
export function serveMessages(...handlers: RequestHandlerType[]): void {
  const server = restify.createServer();
  server.use(restify.plugins.bodyParser());
  server.post("/api/messages", ...handlers);
  server.listen(0, "127.0.0.1", () => {
    process.stdout.write(`ready http://127.0.0.1:${(server.address() as AddressInfo).port}/\n`);
  });
}

import { afterAll, beforeAll } from "vitest";
import { conformance } from "../conformance.ts";
import { postgres } from "./postgres-subject.ts";
import { type Server, startServer } from "./server.ts";

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.end());

conformance(
  "the store on PostgreSQL",
  postgres(() => server),
);

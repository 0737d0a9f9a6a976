import { afterAll, beforeAll } from "vitest";
import { postgres } from "../../store/postgres/postgres-subject.ts";
import { type Server, startServer } from "../../store/postgres/server.ts";
import { suspectSuite } from "./on-every-store.ts";

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.end());

suspectSuite(
  "addresses of earlier versions in PostgreSQL",
  postgres(() => server),
);

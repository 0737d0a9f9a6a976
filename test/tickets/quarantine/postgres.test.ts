import { afterAll, beforeAll } from "vitest";
import { postgres } from "../../store/postgres/postgres-subject.ts";
import { type Server, startServer } from "../../store/postgres/server.ts";
import { quarantineSuite } from "./on-every-store.ts";

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.end());

quarantineSuite(
  "quarantine in PostgreSQL",
  postgres(() => server),
);

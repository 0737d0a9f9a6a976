import { afterAll, beforeAll } from "vitest";
import { postgres } from "../../../store/postgres/postgres-subject.ts";
import { type Server, startServer } from "../../../store/postgres/server.ts";
import { storySuite } from "./story.ts";

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.end());

storySuite(
  "an agent in Teams on PostgreSQL",
  postgres(() => server),
);

import { afterAll, beforeAll } from "vitest";
import { postgres } from "../../store/postgres/postgres-subject.ts";
import { type Server, startServer } from "../../store/postgres/server.ts";
import { wholeConversationSuite } from "./whole-conversation.ts";

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.end());

wholeConversationSuite(
  "talks in Teams on PostgreSQL",
  postgres(() => server),
);

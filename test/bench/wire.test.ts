import pg from "pg";
import { expect, test } from "vitest";
import { openWire } from "../../bench/postgres/wire.ts";
import { startServer } from "../store/postgres/server.ts";

test("the wire counts round trips by the name of their statement, however they are cut, and connections", async () => {
  const server = await startServer();
  const wire = await openWire(await server.database());
  const clients = [1, 2].map(() => new pg.Client({ connectionString: wire.url }));
  for (const client of clients) await client.connect();
  wire.takeTrips();
  const long = "x".repeat(300_000);
  for (const client of clients)
    for (let n = 0; n < 3; n += 1)
      await client.query({ name: "echo", text: "select $1::text as said", values: [long] });
  await clients[0]?.query("select 1");
  await clients[1]?.query("select $1::integer", [1]);
  expect([...wire.takeTrips()]).toEqual([
    ["echo", 6],
    ["", 2],
  ]);
  expect([...wire.takeTrips()]).toEqual([]);
  expect(wire.mostConnections()).toBe(2);
  for (const client of clients) await client.end();
  await wire.close();
  await server.end();
});

import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { projectFolder } from "../../src/runtime/paths.ts";
import { Guest } from "../cli/guest.ts";
import { storeFolder } from "../cli/project.ts";
import { startDesk } from "../cli/running-desk.ts";
import { startExample } from "./example.ts";

const startReceiver = async () => {
  const example = await startExample("webhook-receiver");
  const [, address = ""] = await example.printed(/TICKET_WEBHOOK_URL=(\S+)/);
  return { example, address };
};

test("a new ticket of a desk arrives and is printed", async () => {
  const { example, address } = await startReceiver();
  const desk = await startDesk(storeFolder(), projectFolder, { TICKET_WEBHOOK_URL: address });
  const guest = await Guest.greet(desk);
  for (const said of ["person", "yes", "here"]) await guest.say(said);
  const [line] = await example.printed(/^XD-\d+ opened: .*$/m);
  expect(line).toMatch(/^XD-1001 opened: ".+", normal$/);
});

test("what does not come from the desk, or comes again, is not printed", async () => {
  const { example, address } = await startReceiver();
  const opened = (name: string) =>
    JSON.stringify({ event: "ticket.opened", ticket: { name, summary: "s", priority: "normal" } });
  const send = async (body: string, to = address, headers: Record<string, string> = {}) => {
    const json = { "content-type": "application/json", "idempotency-key": randomUUID() };
    return (await fetch(to, { method: "POST", headers: { ...json, ...headers }, body })).status;
  };
  const elsewhere = new URL("/guessed", address).href;
  expect(await send(opened("XD-1"), elsewhere)).toBe(404);
  expect(await send(opened("XD-2"), address, { "content-type": "text/plain" })).toBe(415);
  expect(await send(opened("XD-3"), address, { "idempotency-key": "" })).toBe(400);
  expect(await send('{"event":"ticket.opened"}')).toBe(422);
  expect(await send("not json")).toBe(422);
  expect(await send(opened("x".repeat(200_000)))).toBe(413);
  expect((await fetch(address)).status).toBe(405);
  const again = { "idempotency-key": "ticket-opened-4" };
  expect([await send(opened("XD-4"), address, again), await send(opened("XD-4"), address, again)]).toEqual([
    200, 200,
  ]);
  expect(await send(opened("XD-5"))).toBe(200);
  await example.printed(/XD-5/);
  expect(example.output().match(/XD-\d+ opened/g)).toEqual(["XD-4 opened", "XD-5 opened"]);
});

import { afterAll, beforeAll, expect, test } from "vitest";
import { ask, conversationPath, newPass, type Pass, post } from "./ask.ts";
import { type EchoDesk, openEchoDesk } from "./echo-desk.ts";

let desk: EchoDesk;
let pass: Pass;

beforeAll(async () => {
  desk = await openEchoDesk();
  pass = await newPass(desk);
  await ask(desk, "POST", "/v3/directline/conversations", { token: pass.token });
});
afterAll(() => desk.stop());

const read = (upTo: unknown) => post(desk, pass, { type: "event", name: "desk.read", value: { upTo } });

test("the desk hears that somebody types and how far they have read, and no log keeps it", async () => {
  expect((await post(desk, pass, { type: "typing" })).status).toBe(200);
  expect((await read(1)).status).toBe(200);
  expect((await read("999999")).status).toBe(200);
  expect(desk.signs).toEqual([
    { typing: pass.conversationId },
    { seen: pass.conversationId, who: "person", upTo: 1 },
    { seen: pass.conversationId, who: "person", upTo: 1 },
  ]);
  const { body } = await ask(desk, "GET", conversationPath(pass, "/activities"), { token: pass.token });
  expect(body.activities.map(({ text }: { text: string }) => text)).toEqual(["welcome"]);
});

test("a mark that is none is an event like any other", async () => {
  const before = desk.signs.length;
  expect((await read("everything")).status).toBe(200);
  expect(desk.signs).toHaveLength(before);
});

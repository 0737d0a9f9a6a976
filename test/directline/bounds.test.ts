import { afterAll, beforeAll, expect, test } from "vitest";
import { ask, conversationPath, newPass, type Pass, post } from "./ask.ts";
import { type EchoDesk, openEchoDesk } from "./echo-desk.ts";

let desk: EchoDesk;
let pass: Pass;
beforeAll(async () => {
  desk = await openEchoDesk();
  pass = await newPass(desk);
});
afterAll(() => desk.stop());

const blob = Array.from({ length: 15 }, () => "x".repeat(4000));

/** Before: 15 strings of 4,000 were kept whole, 143 MB in 15 s from one address. */
test.each([
  ["value", { type: "event", name: "f", value: blob }],
  ["value", { type: "message", text: "hello", value: { blob } }],
  ["value", { type: "message", text: "hello", value: "ü".repeat(1024) }],
  ["Value", { Type: "event", Name: "f", Value: blob }],
  ["value", { type: "typing", value: blob }],
  ["value", { type: "event", name: "desk.read", value: { upTo: 1, blob } }],
  [
    "value",
    { type: "message", value: { version: "1", step: "s", nonce: "n", choice: "c", draft: "x".repeat(4001) } },
  ],
  ["channelData", { type: "message", text: "hello", channelData: { clientActivityID: "c", blob } }],
  ["entities", { type: "message", text: "hello", entities: blob }],
  ["from", { type: "message", text: "hello", from: { id: "dl_x", name: "x".repeat(5000) } }],
  ["made-up", { type: "message", text: "hello", "made-up": { a: { b: blob } } }],
])("T49: %s of more than 2 KB is refused by its name, and nothing is kept: %#", async (name, activity) => {
  const before = (await desk.store.conversation(pass.conversationId)) as { lastSeq: number } | undefined;
  const { status, body } = await post(desk, pass, activity);
  expect([status, body.error.code]).toEqual([413, "too-large"]);
  expect(body.error.message).toContain(`"${name}"`);
  const after = (await desk.store.conversation(pass.conversationId)) as { lastSeq: number } | undefined;
  expect(after?.lastSeq).toBe(before?.lastSeq);
});

test.each([
  ["a long text", { text: "x".repeat(20_000) }],
  ["a value of 2 KB", { value: "x".repeat(2046) }],
  [
    "a button with a long draft",
    { value: { version: "1", step: "s", nonce: "n", choice: "c", draft: "ü".repeat(4000) } },
  ],
  [
    "what Web Chat sends beside the words",
    {
      text: "hello",
      textFormat: "plain",
      channelData: { clientActivityID: "c-9", clientTimestamp: new Date().toISOString() },
      entities: [{ type: "ClientCapabilities", requiresBotState: true, supportsListening: true }],
      localTimestamp: new Date().toISOString(),
      from: { id: "dl_x", name: "", role: "user" },
      locale: "en-US",
    },
  ],
])("%s is taken", async (_, activity) => {
  expect((await post(desk, pass, { type: "message", ...activity })).status).toBe(200);
});

test("T49: an endless name is refused, too", async () => {
  const long = "n".repeat(3000);
  const { status, body } = await post(desk, pass, { type: "event", name: long });
  expect([status, body.error.code]).toEqual([400, "bad-activity"]);
  const { activities } = (
    await ask(desk, "GET", conversationPath(pass, "/activities"), { token: pass.token })
  ).body;
  expect(JSON.stringify(activities)).not.toContain(long);
});

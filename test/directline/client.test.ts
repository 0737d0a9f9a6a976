import { afterEach, expect, test } from "vitest";
import { ask, conversationPath, newPass, until } from "./ask.ts";
import { type EchoDesk, openEchoDesk, sayAsBot } from "./echo-desk.ts";
import { connect, type RealClient } from "./real-client.ts";

let desk: EchoDesk;
let client: RealClient | undefined;
afterEach(async () => {
  client?.end();
  await desk.stop();
});

const begin = async (webSocket: boolean): Promise<{ client: RealClient; conversationId: string }> => {
  const pass = await newPass(desk);
  const begun = connect({ domain: pass.domain, token: pass.token, webSocket });
  client = begun;
  await until(() => begun.texts().includes("welcome"));
  return { client: begun, conversationId: pass.conversationId };
};

test.each([
  ["WebSocket", true],
  ["polling", false],
])("the real client talks over %s, and sees its own words before the answer", async (_, webSocket) => {
  desk = await openEchoDesk();
  const { client } = await begin(webSocket);
  const id = await client.say("one", { channelData: { clientActivityID: "c1" } });
  await until(() => client.texts().includes("echo one"));
  expect(client.texts()).toEqual(["welcome", "one", "echo one"]);
  expect(client.seen[1]).toMatchObject({
    id,
    from: { role: "user" },
    channelData: { clientActivityID: "c1" },
  });
  expect(client.seen[1]?.from.id).toMatch(/^dl_/);
  expect(client.seen[2]).toMatchObject({ replyToId: id, from: { id: "bot", role: "bot" } });
  expect(client.seen.every((activity) => !Number.isNaN(Date.parse(activity.timestamp ?? "")))).toBe(true);
});

test("a dropped socket resumes at its watermark without loss or double", async () => {
  desk = await openEchoDesk();
  const { client, conversationId } = await begin(true);
  await client.say("before");
  await until(() => client.texts().includes("echo before"));
  client.sockets[0]?.terminate();
  await sayAsBot(desk.store, conversationId, ["while away 1", "while away 2"]);
  await until(() => client.texts().includes("while away 2"));
  await client.say("after");
  await until(() => client.texts().includes("echo after"));
  expect(client.sockets).toHaveLength(2);
  expect(client.texts()).toEqual([
    "welcome",
    "before",
    "echo before",
    "while away 1",
    "while away 2",
    "after",
    "echo after",
  ]);
});

test("a restart of the server on the same port and folder loses and doubles nothing", async () => {
  desk = await openEchoDesk();
  const { client, conversationId } = await begin(true);
  await client.say("before");
  await until(() => client.texts().includes("echo before"));
  const { folder, port } = desk;
  await desk.stop();
  desk = await openEchoDesk({ folder, port });
  await sayAsBot(desk.store, conversationId, ["after the restart"]);
  await until(() => client.texts().includes("after the restart"));
  await client.say("again");
  await until(() => client.texts().includes("echo again"));
  expect(client.texts()).toEqual([
    "welcome",
    "before",
    "echo before",
    "after the restart",
    "again",
    "echo again",
  ]);
});

test("a poller goes on at its watermark after a restart", async () => {
  desk = await openEchoDesk();
  const pass = await newPass(desk);
  const before = await ask(desk, "GET", conversationPath(pass, "/activities"), { token: pass.token });
  const { folder, port } = desk;
  await desk.stop();
  desk = await openEchoDesk({ folder, port });
  await sayAsBot(desk.store, pass.conversationId, ["after the restart"]);
  const { watermark } = before.body;
  const again = connect({ ...pass, webSocket: false, watermark });
  client = again;
  await again.say("hello");
  await until(() => again.texts().includes("echo hello"));
  expect(again.texts()).toEqual(["after the restart", "hello", "echo hello"]);
});

test("a thousand messages are caught up in order over WebSocket and polling", async () => {
  desk = await openEchoDesk();
  const pass = await newPass(desk);
  await ask(desk, "POST", "/v3/directline/conversations", { token: pass.token });
  const texts = Array.from({ length: 1000 }, (_, index) => `m${index}`);
  for (let from = 0; from < 1000; from += 100)
    await sayAsBot(desk.store, pass.conversationId, texts.slice(from, from + 100));
  for (const webSocket of [true, false]) {
    const reader = connect({
      domain: pass.domain,
      token: pass.token,
      conversationId: pass.conversationId,
      webSocket,
    });
    await until(() => reader.seen.length >= 1001);
    expect(reader.texts()).toEqual(["welcome", ...texts]);
    reader.end();
  }
});

import { expect, test } from "vitest";
import { ask, newPass, post } from "./ask.ts";
import { openEchoDesk } from "./echo-desk.ts";

const [first, second, third] = ["the-first-secret-of-all", "the-secret-after-it", "the-one-after-that"];

test("T19: the Direct Line secret is changed while people talk: two are valid at a time, and talks go on", async () => {
  const before = await openEchoDesk({ secret: first });
  const { folder } = before;
  const pass = await newPass(before);
  const hello = { type: "message", text: "hello" };
  expect((await post(before, pass, hello)).status).toBe(200);
  await before.stop();
  const generate = (desk: Parameters<typeof ask>[0], token: string) =>
    ask(desk, "POST", "/v3/directline/tokens/generate", { token, body: {} });

  const between = await openEchoDesk({ folder, secret: second, olderSecret: first });
  expect((await post(between, pass, hello)).status).toBe(200);
  for (const secret of [first, second]) expect((await generate(between, secret)).status).toBe(200);
  await between.stop();

  const after = await openEchoDesk({ folder, secret: third, olderSecret: second });
  expect((await post(after, pass, hello)).status).toBe(200);
  expect((await generate(after, first)).status).toBe(403);
  for (const secret of [second, third]) expect((await generate(after, secret)).status).toBe(200);
  await after.stop();
});

test("T48: a key of conversations is rotated while people talk, and void at once where it has leaked", async () => {
  const desk = await openEchoDesk();
  const pass = await newPass(desk);
  const hello = { type: "message", text: "hello" };
  expect((await post(desk, pass, hello)).status).toBe(200);
  await desk.keys.rotate("conversations", false);
  expect((await post(desk, pass, hello)).status).toBe(200);
  const fresh = await newPass(desk);
  await desk.keys.rotate("mail-links", true);
  await desk.keys.rotate("console-links", true);
  for (const one of [pass, fresh]) expect((await post(desk, one, hello)).status).toBe(200);
  await desk.keys.rotate("conversations", true);
  for (const one of [pass, fresh]) expect((await post(desk, one, hello)).status).toBe(403);
  expect((await post(desk, await newPass(desk), hello)).status).toBe(200);
  await desk.stop();
});

test("T48: the desk's own Direct Line secret is rotated with an overlap, over restarts", async () => {
  const desk = await openEchoDesk();
  const { folder } = desk;
  const generate = (at: Parameters<typeof ask>[0], token: string) =>
    ask(at, "POST", "/v3/directline/tokens/generate", { token, body: {} });
  const [before = ""] = desk.keys.secrets("direct-line");
  const { key } = await desk.keys.rotate("direct-line", false);
  for (const secret of [before, key]) expect((await generate(desk, secret)).status).toBe(200);
  await desk.stop();
  const again = await openEchoDesk({ folder });
  expect(again.keys.secrets("direct-line")).toEqual([key, before]);
  for (const secret of [before, key]) expect((await generate(again, secret)).status).toBe(200);
  await again.keys.rotate("direct-line", true);
  for (const secret of [before, key]) expect((await generate(again, secret)).status).toBe(403);
  await again.stop();
});

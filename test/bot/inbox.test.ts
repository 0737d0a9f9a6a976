import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TestDesk } from "../desk.ts";

let desk: TestDesk;

beforeAll(async () => {
  desk = await TestDesk.open();
});
afterAll(() => desk.close());

const stored = async (id: string) =>
  (await desk.store.readLog(id, { after: 0, limit: 100 })).findLast(
    ({ activity }) => activity.from?.role === "user",
  )?.activity;

test("what a client put beside its text comes back untouched", async () => {
  const visitor = await desk.talk();
  await visitor.post({ text: "hello", channelData: { clientActivityID: "abc", more: [1, { two: true }] } });
  expect(await stored(visitor.id)).toMatchObject({
    text: "hello",
    channelData: { clientActivityID: "abc", more: [1, { two: true }] },
  });
});

test("secrets in what a card brings back are masked at every depth", async () => {
  const visitor = await desk.talk();
  await visitor.post({
    text: "",
    value: {
      draft: "card 4111 1111 1111 1111",
      more: ["my password is Tr0ub4dor&3x", { deep: "card 4111111111111111" }],
      at: 7,
    },
  });
  const kept = await stored(visitor.id);
  expect(JSON.stringify(kept)).not.toMatch(/4111|Tr0ub4dor/);
  expect(kept?.value).toMatchObject({ draft: expect.stringContaining("••••"), at: 7 });
  expect(kept?.channelData?.["masked"]).toEqual(expect.arrayContaining(["card", "password"]));
});

test("the value of a button is kept as it is, so that it can be pressed again", async () => {
  const visitor = await desk.talk();
  const button = visitor.button("Close my account");
  await visitor.press(button);
  expect((await stored(visitor.id))?.value).toEqual(button.value);
});

test("a talk that was erased is neither opened nor written to again", async () => {
  const visitor = await desk.talk();
  await desk.store.eraseConversation(visitor.id);
  const start = { id: visitor.id, channel: "test", userId: "dl_test", locale: "en" };
  expect(await desk.desk.inbox.open(start)).toBe("erased");
  await expect(
    desk.desk.inbox.post(visitor.id, { type: "message", id: randomUUID(), text: "hello" }, []),
  ).rejects.toMatchObject({ code: "no-such-conversation" });
});

import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FIELD_BYTES, withoutOversizedFields } from "../../src/bot/activity-limits.ts";
import type { Activity } from "../../src/store/records.ts";
import { anyJson } from "../anything.ts";
import { TestDesk } from "../desk.ts";

let desk: TestDesk;
beforeAll(async () => {
  desk = await TestDesk.open();
});
afterAll(() => desk.close());

/** What the log has of an activity that any channel brings. */
async function kept(activity: object): Promise<Activity | undefined> {
  const visitor = await desk.talk();
  const whole = { type: "message", id: randomUUID(), from: { id: "dl_test", role: "user" }, ...activity };
  const { id } = await desk.desk.inbox.post(visitor.id, whole, []);
  await desk.desk.turns.settled();
  const log = await desk.store.readLog(visitor.id, { after: 0, limit: 1000 });
  return log.find((entry) => entry.activity.id === id)?.activity;
}

const button = { version: "1", step: "close.letter", nonce: "n", choice: "save" };
const large = { rows: Array.from({ length: 15 }, () => "x".repeat(4000)) };

test.each(["value", "channelData", "entities", "relatesTo", "made-up"])(
  "T49: %s of more than 2 KB is left out, and the words are kept",
  async (field) => {
    const found = await kept({ text: "I want to close my account", [field]: large });
    expect(found?.text).toBe("I want to close my account");
    expect(JSON.stringify(found).length).toBeLessThan(500);
    expect(await kept({ text: "hello", [field]: { small: 1 } })).toMatchObject({ [field]: { small: 1 } });
  },
);

test("T49: the bound is of bytes, and holds to the byte", () => {
  const value = (sign: string, count: number) => ({ type: "message", value: sign.repeat(count) });
  expect(withoutOversizedFields(value("x", FIELD_BYTES - 2), FIELD_BYTES)).toHaveProperty("value");
  expect(withoutOversizedFields(value("x", FIELD_BYTES - 1), FIELD_BYTES)).not.toHaveProperty("value");
  expect(withoutOversizedFields(value("😀", FIELD_BYTES / 4), FIELD_BYTES)).not.toHaveProperty("value");
});

test("T49: a button's draft may be as long as a message", async () => {
  const draft = "é".repeat(4000);
  expect(await kept({ value: { ...button, draft } })).toMatchObject({ value: { ...button, draft } });
  expect(await kept({ value: { ...button, draft: `${draft}x` } })).not.toHaveProperty("value");
  expect(await kept({ value: { ...button, more: draft } })).not.toHaveProperty("value");
});

test("T49: of an event that nobody knows its name is kept, and what its sender tells it by", async () => {
  const event = { type: "event", name: "f", text: "x".repeat(4000), value: { kept: 1 }, other: 1 };
  const channelData = { clientActivityID: "c-1" };
  const { id: _, ...found } = (await kept({ ...event, channelData })) ?? {};
  expect(found).toEqual({ type: "event", name: "f", channelData, from: { id: "dl_test", role: "user" } });
});

test("T49: whatever fields there are, they are little together", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ minLength: 5 }), anyJson, { maxKeys: 300 }), (fields) => {
      const found = withoutOversizedFields({ ...fields, type: "message" } as Activity, FIELD_BYTES);
      expect(JSON.stringify(found).length).toBeLessThan(8 * FIELD_BYTES);
    }),
    { numRuns: 300 },
  );
  const many = Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`field-${at}`, at]));
  expect(
    JSON.stringify(withoutOversizedFields({ ...many, type: "message" }, FIELD_BYTES)).length,
  ).toBeLessThan(4 * FIELD_BYTES);
});

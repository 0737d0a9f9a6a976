import { afterAll, beforeAll, expect, test } from "vitest";
import { TestDesk } from "../desk.ts";
import { filesHolding } from "./files-holding.ts";
import { play } from "./script.ts";
import { toChecklist } from "./ways.ts";

let desk: TestDesk;

beforeAll(async () => {
  desk = await TestDesk.open();
});
afterAll(() => desk.close());

test.each([
  ["a card number", "my card is 4111 1111 1111 1111", ["4111 1111", "41111111"]],
  ["a password", "my password is Tr0ub4dor&3x", ["Tr0ub4dor"]],
  ["an IBAN", "pay me at DE89 3704 0044 0532 0130 00", ["3704 0044", "37040044"]],
])(
  "%s is masked before it is stored, and people are asked not to send such things",
  async (_, said, secrets) => {
    const visitor = await desk.talk();
    await play(visitor, [...toChecklist, [said, /please don't send such things/i, "checklist.contracts"]]);
    const log = await desk.store.readLog(visitor.id, { after: 0, limit: 500 });
    const stored = log.findLast(({ activity }) => activity.from?.role === "user")?.activity;
    expect(stored?.text).toContain("••••");
    for (const secret of secrets) {
      expect(JSON.stringify(log)).not.toContain(secret);
      expect(await filesHolding(desk.folder, secret)).toEqual([]);
    }
    expect(await filesHolding(desk.folder, "••••")).not.toEqual([]);
  },
);

test("a secret in a draft or a summary never gets there", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ["Get an account back"],
    ["I closed it"],
    ["Today"],
    ["None of these"],
    ["Yes, let's write it", "draft.deleted-who"],
    ["Studio Blue, card 5555 5555 5555 4444", /please don't send such things/i, "draft.deleted-why-back"],
    ["person", "escalate.consent"],
    ["Change the summary", "escalate.summary"],
    ["my password is Tr0ub4dor&3x, let me in", /please don't send such things/i, "escalate.consent"],
    ["Yes, pass it on"],
    ["Here in this chat", "escalate.waiting"],
  ]);
  const [ticket] = await desk.tickets(visitor.id);
  expect(ticket?.summary).toContain("••••");
  for (const secret of ["5555 5555", "Tr0ub4dor"])
    expect(await filesHolding(desk.folder, secret)).toEqual([]);
});

test("a secret said together with a command is spoken of too", async () => {
  const visitor = await desk.talk();
  await play(visitor, [["get me a person, my password is Tr0ub4dor&3x", /please don't send such things/i]]);
});

test("a phone number is kept, because somebody may have to call", async () => {
  const visitor = await desk.talk();
  await visitor.say("call me at +44 20 7946 0958");
  const log = await desk.store.readLog(visitor.id, { after: 0, limit: 500 });
  expect(JSON.stringify(log)).toContain("7946 0958");
});

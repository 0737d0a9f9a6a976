import { expect, test } from "vitest";
import { type Slots, slotsOf } from "../../src/nlu/slots.ts";
import { guessTopic } from "../../src/nlu/topics/topic-guess.ts";
import { now, parts } from "./parts.ts";

const slots = (text: string): Promise<Slots> => slotsOf(text, guessTopic(text, null, parts), now, parts);

test.each<[said: string, known: Partial<Slots>]>([
  ["closed it by mistake 3 weeks ago", { closed: { said: "3 weeks ago", date: "2026-11-03", days: 21 } }],
  [
    "i deleted my account about two years ago, want it back",
    { closed: { said: "two years ago", date: null, days: 730 } },
  ],
  ["i closed it ages ago", { closed: { said: "ages ago", date: null, days: null } }],
  ["there is $340 pending on my account", { pending: { said: "$340", amount: 340, currency: "Dollar" } }],
  ["they still owe me 200 dollars", { pending: { said: "200 dollars", amount: 200, currency: "Dollar" } }],
  ["im a freelancer and want to leave", { accountType: "freelancer" }],
  ["how do we close our company account", { accountType: "client" }],
  ["i never use it so close it", { reason: "reason_inactive" }],
  ["they suspended me without any warning", { notice: "no" }],
  ["suspended, the email said i broke the rules", { notice: "yes" }],
  ["write to jo@example.com", { email: "jo@example.com" }],
])("%s", async (said, known) => expect(await slots(said)).toMatchObject(known));

test("what was not said is not made up", async () => {
  expect(await slots("how do i delete my account")).toEqual({
    closed: null,
    pending: null,
    accountType: null,
    reason: null,
    notice: null,
    email: null,
    suspended: false,
    money: null,
    contracts: null,
    settled: [],
    resolved: false,
  });
});

test("a moment without a closing is no moment of closing", async () => {
  expect((await slots("i have worked there for 3 years")).closed).toBeNull();
});

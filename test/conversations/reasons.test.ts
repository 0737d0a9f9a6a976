import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestDesk } from "../desk.ts";
import { type Exchange, play } from "./script.ts";

let desk: TestDesk;

beforeAll(async () => {
  desk = await TestDesk.open();
});
afterAll(() => desk.close());

const toReason: Exchange[] = [["Close my account", /three checks/i, /making you want to leave/i]];

const consequencesThenKeep: Exchange[] = [
  [
    "No, unlikely",
    /removes your project history, feedback and reviews/i,
    /opportunities/i,
    /deleting can.t be undone/i,
    /still want to delete/i,
    "weigh.decision",
  ],
  ["No, keep my account", /ok, your account stays/i, "feedback.solved"],
  ["Yes, it did", /good to hear/i, "feedback.comment"],
  ["No comment", /noted/i, /take care/i],
];

const toDecision: Exchange[] = [
  ["No, carry on", /might you come back/i, "weigh.plans"],
  ...consequencesThenKeep,
];

/** What is said on the way from the reason to the alternatives, for each reason of the guide. */
const conversations: Record<string, Exchange[]> = {
  "an unused account": [
    ["Unused, or privacy worries", /peace of mind/i, /don.t know what happens to stored data/i],
    ["Yes, something is open", /would one of these suit you/i, "alternatives.offer"],
    ['Hide my profile ("Invisible")', /label may differ/i, "alternatives.invisible"],
    ["Show me the others", "alternatives.all"],
    ...toDecision,
  ],
  "bad feedback": [
    ["Bad reviews or feedback", /shouldn.t be your first move/i, /unfair, or fair but painful/i],
    ["A bit of both", /new projects/i, /would one of these suit you/i, "alternatives.offer"],
    ...toDecision,
  ],
  "work with a client directly": [
    ["Working directly with clients", /current terms/i, /did you meet on upwork/i],
    ["No, somewhere else", "alternatives.offer"],
    ...toDecision,
  ],
  "another username": [
    ["I want another username", /upwork's own options/i, /which name do you mean/i],
    ["My e-mail address", "alternatives.offer"],
    ...toDecision,
  ],
  "the wrong account type": [
    ["Confusing, or wrong type", /leaving can look right/i, /what were you trying to do/i],
    ["Hire somebody", /other account types/i, "alternatives.offer"],
    ...toDecision,
  ],
  "not enough work": [
    ["Not enough work", /adjust your approach/i, /tried a change yet/i],
    ["Some of it", "alternatives.offer"],
    ["Rethink my strategy", /skills.*portfolio.*niche/is, "alternatives.strategy"],
    ["No, carry on", "weigh.plans"],
    ...consequencesThenKeep,
  ],
  "something else": [
    ["Something else", /talk it over with a person first/i],
    ["No, carry on", "alternatives.offer"],
    ["Show all alternatives", "alternatives.all"],
    ...toDecision,
  ],
  "a reason kept to oneself": [["I'd rather not say", "alternatives.offer"], ...toDecision],
};

describe("somebody who leaves", () => {
  test.each(Object.entries(conversations))(
    "because of %s hears what it costs and may keep the account",
    async (_, conversation) => {
      const visitor = await desk.talk();
      await play(visitor, [...toReason, ...conversation]);
      expect(await desk.store.receipts(visitor.id)).toEqual([]);
      expect(await desk.store.ratings(visitor.id)).toMatchObject([{ solved: "yes", comment: null }]);
    },
  );
});

test("somebody who needs a break is not asked for a reason, and pauses", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ["Take a break", /take a break instead of deleting/i, /may clients contact you/i, "weigh.check"],
    ["I haven't decided", "alternatives.offer"],
    ["Pause for a while", /don.t know where to click or how long/i, "alternatives.pause"],
    ["Yes, I'll do that", /you chose: pause for a while/i, /any time/i, "feedback.solved"],
  ]);
  expect(await desk.store.receipts(visitor.id)).toEqual([]);
});

test("somebody whose account is suspended is led to restoring instead", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ...toReason,
    ["My account is suspended", /shouldn.t be your first answer/i, /try restoring it first/i, "weigh.check"],
    ["It's suspended", /only upwork can lift/i, "restore-suspended.notice"],
  ]);
});

test("alternatives are offered once, however often the way leads past them", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ...toReason,
    ["I'd rather not say", "alternatives.offer"],
    ["No, carry on", "weigh.plans"],
    ["I'm not sure", "weigh.decision"],
    ["I'm not sure", "weigh.plans"],
    ["Yes, maybe", "weigh.decision"],
  ]);
});

test("somebody who may come back hears about pausing before the decision", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ...toReason,
    ["Bad reviews or feedback", "weigh.check"],
    ["Fair, but painful", "alternatives.offer"],
    ["No, carry on", "weigh.plans"],
    ["Yes, maybe", /pause for a set period/i, "alternatives.pause"],
    ["No, carry on", /deleting can.t be undone/i, "weigh.decision"],
  ]);
});

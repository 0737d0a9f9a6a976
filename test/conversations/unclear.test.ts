import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestDesk } from "../desk.ts";
import { play } from "./script.ts";
import { throughTicket, toChecklist, toDecision } from "./ways.ts";

let desk: TestDesk;

beforeAll(async () => {
  desk = await TestDesk.open();
});
afterAll(() => desk.close());

describe("a side question", () => {
  test("is answered inside the checklist, and the item is asked again with its buttons", async () => {
    const talker = await desk.talk();
    await play(talker, [...toChecklist, ["All closed, or none", "checklist.payments"]]);
    const replies = await talker.say("will my reviews disappear");
    expect(replies[0]).toMatchObject({ node: "I", topic: "consequences" });
    expect(replies[0]?.text).toMatch(/from our guide:.*history, feedback and reviews are removed/is);
    expect(replies.at(-1)).toMatchObject({ step: "checklist.payments" });
    await play(talker, [["All settled", "checklist.clients"]]);
  });

  test("leaves the buttons of the question before it at work", async () => {
    const talker = await desk.talk();
    await play(talker, toChecklist);
    const ticked = talker.button("All closed, or none");
    await talker.say("will my reviews disappear");
    await talker.press(ticked);
    expect(talker.place).toBe("checklist.payments");
  });

  test.each([
    ["why do the rules matter", "N2", /safe and reliable/i],
    ["how do i contact upwork", "I", /gives no link, address or hours/i],
    ["what are the consequences of closing", "I", /opportunities/i],
    ["do i need to end my contracts first", "I", /close every contract/i],
  ])("'%s' is answered at the decision", async (said, node, answer) => {
    const talker = await desk.talk();
    await play(talker, toDecision);
    const replies = await play(talker, [[said, answer, "weigh.decision"]]);
    expect(replies[0]?.node).toBe(node);
  });

  test("of somebody with just a question comes before the next question", async () => {
    const talker = await desk.talk();
    await play(talker, [
      ["Just a question", "question.first"],
      ["Why the rules matter", /integrity/i, "question.more"],
      ["will my reviews disappear", /reviews are removed/i, "question.more"],
      ["No more questions", "root.again"],
    ]);
  });
});

test("two misunderstandings in a row: other words first, then the buttons and a person", async () => {
  const talker = await desk.talk();
  await play(talker, [...toDecision, ["...", /in other words/i, "weigh.decision"]]);
  const replies = await play(talker, [["...", /still do not get it.*person/is, "weigh.decision"]]);
  expect(replies[0]?.offersPerson).toBe(true);
  await play(talker, [
    ["help", "weigh.decision"],
    ["...", /in other words/i],
    ["I am not sure", "weigh.plans"],
    ["...", /in other words/i],
  ]);
});

test("what the guide does not cover is said plainly, and a bare yes brings the person it offers", async () => {
  const talker = await desk.talk();
  const replies = await play(talker, [
    ["what are connects and how many do i need", /does not cover that, and i will not guess/i, "root.fork"],
  ]);
  expect(replies[0]).toMatchObject({ topic: "not_in_guide", offersPerson: true });
  await play(talker, [["yes", /our guide does not cover this/i, "escalate.consent"]]);
});

test("what the guide does not cover comes with the nearest thing that it does say", async () => {
  const talker = await desk.talk();
  const replies = await play(talker, [
    [
      "do i lose my unpaid milestone if i delete my account",
      /does not cover that.*nearest thing our guide does say:.*close every contract/is,
      "root.fork",
    ],
  ]);
  expect(replies.map(({ topic }) => topic).slice(0, 2)).toEqual(["not_in_guide", "steps_contracts"]);
  expect(replies.map(({ offersPerson }) => offersPerson).slice(0, 2)).toEqual([true, false]);
});

test("what is no matter of the desk is said, without a person", async () => {
  const talker = await desk.talk();
  const replies = await play(talker, [
    ["what's the weather like today", /not something this desk knows about/i, "root.fork"],
  ]);
  expect(replies.map(({ offersPerson }) => offersPerson)).not.toContain(true);
});

test("two misunderstandings in a row end with a person for whoever wants one", async () => {
  const talker = await desk.talk();
  await play(talker, [
    ["kjhf", /in other words/i, "root.fork"],
    ["kjhf", /still do not get it.*person/is, "root.fork"],
    ["yes", "escalate.consent"],
    ...throughTicket,
  ]);
});

test("anger is met with one sentence and a person, once", async () => {
  const talker = await desk.talk();
  await play(talker, toDecision);
  const replies = await play(talker, [
    ["what the hell are you even asking", /sorry this is so frustrating.*person/is, "weigh.decision"],
  ]);
  expect(replies[0]?.offersPerson).toBe(true);
  const again = await talker.say("what the hell are you even asking");
  expect(again.map(({ text }) => text).join("\n")).not.toMatch(/frustrating/i);
});

test("somebody who asks for a person in anger gets the sentence and the person", async () => {
  const talker = await desk.talk();
  await play(talker, [
    ["this is ridiculous, get me a human", /sorry this is so frustrating/i, "escalate.consent"],
    ...throughTicket,
  ]);
});

describe("after a day of silence", () => {
  test.each([
    ["Go on where we were", "checklist.payments"],
    ["Start from the beginning", "root.fork"],
  ])("people are welcomed back, and may %s", async (choice, place) => {
    const talker = await desk.talk();
    await play(talker, [...toChecklist, ["All closed, or none"]]);
    desk.wait(25);
    await play(talker, [
      ["it is done now", /welcome back/i, "welcome-back.welcome-back"],
      [choice, place],
    ]);
  });

  test("an hour short of it, the answer simply counts", async () => {
    const talker = await desk.talk();
    await play(talker, [...toChecklist, ["All closed, or none"]]);
    desk.wait(23);
    await play(talker, [["All settled", "checklist.clients"]]);
  });

  test("people who go silent again are not asked twice over", async () => {
    const talker = await desk.talk();
    await play(talker, toChecklist);
    desk.wait(25);
    await play(talker, [["hmm", "welcome-back.welcome-back"]]);
    desk.wait(25);
    await play(talker, [
      ["so", "welcome-back.welcome-back"],
      ["Go on where we were", "checklist.contracts"],
    ]);
  });

  test("a pasted secret is still spoken of", async () => {
    const talker = await desk.talk();
    await play(talker, toChecklist);
    desk.wait(25);
    await play(talker, [
      ["my card is 4111 1111 1111 1111", /please do not send such things/i, "welcome-back.welcome-back"],
    ]);
  });
});

describe("another matter in the middle of one", () => {
  test("is answered, offered, and begun when wanted; back leads to the place that was left", async () => {
    const talker = await desk.talk();
    await play(talker, [
      ...toDecision,
      ["i deleted my account and want it back", /as soon as possible/i, "change.change"],
      ["Yes, go on with that", /how long ago/i, "restore-deleted.when"],
      ["back", "root.fork"],
      ["back", /still want to delete/i, "weigh.decision"],
    ]);
  });

  test("leaves the place alone when it is not wanted", async () => {
    const talker = await desk.talk();
    await play(talker, [
      ["Get an account back"],
      ["I closed it", "restore-deleted.when"],
      ["how can i delete my upwork account", "change.change"],
      ["No, stay here", /how long ago/i, "restore-deleted.when"],
    ]);
  });
});

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
    const visitor = await desk.talk();
    await play(visitor, [...toChecklist, ["All closed, or none", "checklist.payments"]]);
    const replies = await visitor.say("will my reviews disappear");
    expect(replies[0]).toMatchObject({ node: "I", topic: "consequences" });
    expect(replies[0]?.text).toMatch(/^yes\. deleting removes your project history, feedback and reviews/i);
    expect(replies.at(-1)).toMatchObject({ step: "checklist.payments" });
    await play(visitor, [["All settled", "checklist.all-commitments"]]);
  });

  test("leaves the buttons of the question before it at work", async () => {
    const visitor = await desk.talk();
    await play(visitor, toChecklist);
    const ticked = visitor.button("All closed, or none");
    await visitor.say("will my reviews disappear");
    await visitor.press(ticked);
    expect(visitor.place).toBe("checklist.payments");
  });

  test.each([
    ["why do the rules matter", "N2", /safe and reliable/i],
    ["how do i contact upwork", "I", /have a link, address or hours/i],
    ["what are the consequences of closing", "I", /opportunities/i],
    ["do i need to end my contracts first", "I", /close your contracts before you delete/i],
  ])("'%s' is answered at the decision", async (said, node, answer) => {
    const visitor = await desk.talk();
    await play(visitor, toDecision);
    const replies = await play(visitor, [[said, answer, "weigh.decision"]]);
    expect(replies[0]?.node).toBe(node);
  });

  test("of somebody with just a question comes before the next question", async () => {
    const visitor = await desk.talk();
    await play(visitor, [
      ["Just a question", "question.first"],
      ["Why the rules matter", /integrity/i, "question.more"],
      ["will my reviews disappear", /removes your project history, feedback and reviews/i, "question.more"],
      ["No more questions", "root.again"],
    ]);
  });
});

test("two misunderstandings in a row: other words first, then the buttons and a person", async () => {
  const visitor = await desk.talk();
  await play(visitor, [...toDecision, ["...", /could you say it another way/i, "weigh.decision"]]);
  const replies = await play(visitor, [["...", /sorry, i still don't get it.*our team/is, "weigh.decision"]]);
  expect(replies[0]?.offersPerson).toBe(true);
  await play(visitor, [
    ["help", "weigh.decision"],
    ["...", /could you say it another way/i],
    ["I'm not sure", "weigh.plans"],
    ["...", /could you say it another way/i],
  ]);
});

test("what the guide does not cover is said plainly, and a bare yes brings the person it offers", async () => {
  const visitor = await desk.talk();
  const replies = await play(visitor, [
    [
      "what are connects and how many do i need",
      /don't know how many\. Our team may know more/i,
      "root.fork",
    ],
  ]);
  expect(replies[0]).toMatchObject({ topic: "not_in_guide", offersPerson: true });
  await play(visitor, [["yes", /i don't have a reliable answer/i, "escalate.consent"]]);
});

test("what the guide does not cover is said plainly where deleting is spoken of too, and nothing is told in its place", async () => {
  const visitor = await desk.talk();
  const replies = await play(visitor, [
    ["do i lose my unpaid milestone if i delete my account", /i don't have a reliable answer/i, "root.fork"],
  ]);
  expect(replies[0]).toMatchObject({ topic: "not_in_guide", offersPerson: true });
  expect(replies.flatMap(({ passages }) => passages)).not.toContain("steps_contracts.contracts");
});

test("what is no matter of the desk is said, without a person", async () => {
  const visitor = await desk.talk();
  const replies = await play(visitor, [
    ["what's the weather like today", /i can only help with leaving/i, "root.fork"],
  ]);
  expect(replies.map(({ offersPerson }) => offersPerson)).not.toContain(true);
});

test("two misunderstandings in a row end with a person for whoever wants one", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ["kjhf", /could you say it another way/i, "root.fork"],
    ["kjhf", /sorry, i still don't get it.*our team/is, "root.fork"],
    ["yes", "escalate.consent"],
    ...throughTicket,
  ]);
});

test("anger is met with one sentence and a person, once", async () => {
  const visitor = await desk.talk();
  await play(visitor, toDecision);
  const replies = await play(visitor, [
    ["what the hell are you even asking", /sorry this is so frustrating.*team/is, "weigh.decision"],
  ]);
  expect(replies[0]?.offersPerson).toBe(true);
  const again = await visitor.say("what the hell are you even asking");
  expect(again.map(({ text }) => text).join("\n")).not.toMatch(/frustrating/i);
});

test("somebody who asks for a person in anger gets the sentence and the person", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ["this is ridiculous, get me a human", /sorry this is so frustrating/i, "escalate.consent"],
    ...throughTicket,
  ]);
});

describe("after a day of silence", () => {
  test.each([
    ["Go on where we were", "checklist.payments"],
    ["Start from the beginning", "root.fork"],
  ])("people are welcomed back, and may %s", async (choice, place) => {
    const visitor = await desk.talk();
    await play(visitor, [...toChecklist, ["All closed, or none"]]);
    desk.wait(25);
    await play(visitor, [
      ["it is done now", /welcome back/i, "welcome-back.welcome-back"],
      [choice, place],
    ]);
  });

  test("an hour short of it, the answer simply counts", async () => {
    const visitor = await desk.talk();
    await play(visitor, [...toChecklist, ["All closed, or none"]]);
    desk.wait(23);
    await play(visitor, [["All settled", "checklist.all-commitments"]]);
  });

  test("people who go silent again are not asked twice over", async () => {
    const visitor = await desk.talk();
    await play(visitor, toChecklist);
    desk.wait(25);
    await play(visitor, [["hmm", "welcome-back.welcome-back"]]);
    desk.wait(25);
    await play(visitor, [
      ["so", "welcome-back.welcome-back"],
      ["Go on where we were", "checklist.contracts"],
    ]);
  });

  test("a pasted secret is still spoken of", async () => {
    const visitor = await desk.talk();
    await play(visitor, toChecklist);
    desk.wait(25);
    await play(visitor, [
      ["my card is 4111 1111 1111 1111", /please don't send such things/i, "welcome-back.welcome-back"],
    ]);
  });
});

describe("another matter in the middle of one", () => {
  test("is answered, offered, and begun when wanted; back leads to the place that was left", async () => {
    const visitor = await desk.talk();
    await play(visitor, [
      ...toDecision,
      ["i deleted my account and want it back", /as soon as possible/i, "change.change"],
      ["Yes, go on with that", /how long ago/i, "restore-deleted.when"],
      ["back", "root.fork"],
      ["back", /still want to delete/i, "weigh.decision"],
    ]);
  });

  test("leaves the place alone when it is not wanted", async () => {
    const visitor = await desk.talk();
    await play(visitor, [
      ["Get an account back"],
      ["I closed it", "restore-deleted.when"],
      ["how can i delete my upwork account", "change.change"],
      ["No, stay here", /how long ago/i, "restore-deleted.when"],
    ]);
  });
});

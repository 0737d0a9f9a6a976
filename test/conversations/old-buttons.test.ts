import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestDesk } from "../desk.ts";
import { play } from "./script.ts";
import { toChecklist, toDecision, toSteps } from "./ways.ts";

let desk: TestDesk;

beforeAll(async () => {
  desk = await TestDesk.open();
});
afterAll(() => desk.close());

const textOf = (replies: { text: string }[]) => replies.map(({ text }) => text).join("\n");

describe("a button of a question answered long ago", () => {
  const atSteps = async () => {
    const visitor = await desk.talk();
    await play(visitor, toChecklist);
    const button = visitor.button("Not yet");
    await play(visitor, [...toSteps.slice(toChecklist.length), ["One at a time", "steps.profile-picture"]]);
    const replies = await visitor.press(button);
    expect(textOf(replies)).toMatch(
      /that button was for: the checklist, contracts\. now we're at: the steps, profile picture/i,
    );
    expect(visitor.place).toBe("old-button.old-button");
    return visitor;
  };

  test("is offered, and leads back there when accepted", async () => {
    const visitor = await atSteps();
    await play(visitor, [
      ["Yes, go back there", /are all your contracts closed/i, "checklist.contracts"],
      ["All closed, or none", "checklist.payments"],
    ]);
  });

  test("is offered, and leaves the place alone when declined", async () => {
    const visitor = await atSteps();
    await play(visitor, [
      ["No, stay here", /do you see a menu/i, "steps.profile-picture"],
      ["I see the menu", "steps.settings"],
    ]);
  });

  test("leaves the place alone for somebody who does not answer the offer", async () => {
    const visitor = await atSteps();
    await play(visitor, [
      ["will my reviews disappear", "old-button.old-button"],
      ["no", "steps.profile-picture"],
    ]);
  });

  test("and another one after it are asked about one at a time", async () => {
    const visitor = await desk.talk();
    await play(visitor, [["Close my account"]]);
    const reason = visitor.button("I need a break");
    await play(visitor, [["I'd rather not say"]]);
    const offer = visitor.button("Show all alternatives");
    await play(visitor, [["No, carry on", "weigh.plans"]]);
    expect(textOf(await visitor.press(reason))).toMatch(/was for: your reason/i);
    expect(textOf(await visitor.press(offer))).toMatch(
      /was for: the alternatives. now we're at: your plans/i,
    );
    await play(visitor, [["Yes, go back there", "alternatives.offer"]]);
    await play(visitor, [["back", "weigh.reason"]]);
  });
});

test("going back by an old button undoes the yes, and so hides the clicks", async () => {
  const visitor = await desk.talk();
  await play(visitor, toDecision.slice(0, 3));
  const button = visitor.button("Yes, maybe");
  await play(visitor, [...toSteps.slice(3)]);
  await visitor.press(button);
  await play(visitor, [["Yes, go back there", "weigh.plans"]]);
  const [reply] = await visitor.say("which menu has the delete option");
  expect(reply?.passages).not.toContain("steps_navigate.overview");
});

test("a double click counts once", async () => {
  const visitor = await desk.talk();
  await play(visitor, toChecklist);
  const ticked = visitor.button("All closed, or none");
  await visitor.press(ticked);
  expect(textOf(await visitor.press(ticked))).toMatch(
    /already have that answer. we're at: the checklist, payments/i,
  );
  expect(visitor.place).toBe("checklist.payments");
});

test("a double click on 'not yet' parks the talk once and keeps it there", async () => {
  const visitor = await desk.talk();
  await play(visitor, toChecklist);
  const open = visitor.button("Not yet");
  expect(textOf(await visitor.press(open))).toMatch(/no hurry, your place is saved/i);
  expect(textOf(await visitor.press(open))).toMatch(/i already have that answer/i);
  expect(visitor.place).toBe("checklist.contracts");
  await play(visitor, [["back", /ok, back one step/i, "checklist.contracts"]]);
  await play(visitor, [["back", "close.account-type"]]);
});

test("a button from before 'start over' is told so and does nothing", async () => {
  const visitor = await desk.talk();
  await play(visitor, toDecision);
  const yes = visitor.button("Yes, delete it");
  await play(visitor, [["start over", "root.fork"]]);
  expect(textOf(await visitor.press(yes))).toMatch(/that's over. we're at: the start/i);
  expect(visitor.place).toBe("root.fork");
  expect(await desk.store.receipts(visitor.id)).toEqual([]);
});

describe("T18: a value that was tampered with changes nothing", () => {
  test.each([
    ["the step of another question", { step: "steps.close-account" }],
    ["a choice that does not exist", { choice: "delete-at-once" }],
    ["a choice of another question", { choice: "freelancer" }],
    ["another nonce", { nonce: "AAAAAAAAAAAA" }],
    ["no nonce", { nonce: "" }],
    ["a command that does not exist", { choice: "command:delete" }],
    ["a name that every object has", { choice: "__proto__" }],
  ])("%s", async (_, change) => {
    const visitor = await desk.talk();
    await play(visitor, toDecision);
    const yes = visitor.button("Yes, delete it");
    const replies = await visitor.press({ ...yes, value: { ...yes.value, ...change } });
    expect(replies.length).toBeGreaterThan(0);
    await play(visitor, [["No, stay here"]].slice(0, visitor.place.startsWith("old-button") ? 1 : 0) as []);
    expect(visitor.place).toBe("weigh.decision");
    expect(await desk.store.receipts(visitor.id)).toEqual([]);
  });

  test.each([
    ["a number", 7],
    ["a list", ["yes"]],
    ["a step alone", { step: "close.checklist" }],
    ["more keys than a button has", { decided: true }],
  ])("%s instead of a button's value counts as the words beside it", async (_, value) => {
    const visitor = await desk.talk();
    await play(visitor, toDecision);
    await visitor.post({ text: "blorp", value });
    expect(visitor.place).toBe("weigh.decision");
  });
});

test("the value of a button sent back as text is the click", async () => {
  const visitor = await desk.talk();
  await play(visitor, toDecision);
  const { value } = visitor.button("I'm not sure");
  await visitor.say(JSON.stringify(value));
  expect(visitor.place).toBe("weigh.plans");
});

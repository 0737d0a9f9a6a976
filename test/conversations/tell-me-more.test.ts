import { afterAll, beforeAll, expect, test } from "vitest";
import { commandOfButton } from "../../src/bot/rendering/buttons.ts";
import { dataCopy } from "../data-copy.ts";
import { TestDesk, type Visitor } from "../desk.ts";
import { play } from "./script.ts";

let desk: TestDesk;
beforeAll(async () => {
  desk = await TestDesk.open();
});
afterAll(() => desk.close());

const offersMore = ({ buttons }: Visitor): boolean =>
  buttons.some((button) => commandOfButton(button as never) === "more");

const passagesOf = async (visitor: Visitor, said: string): Promise<string[]> =>
  (await visitor.say(said)).flatMap(({ passages }) => passages);

test("what is left out of an answer waits behind a button, is told once, and the button goes", async () => {
  const visitor = await desk.talk();
  await play(visitor, [["Close my account", "weigh.reason"]]);
  const first = await passagesOf(visitor, "will my reviews disappear");
  expect(offersMore(visitor)).toBe(true);
  const replies = await visitor.click("Tell me more");
  const second = replies.flatMap(({ passages }) => passages);
  const { answer } = desk.content.guide.topic("consequences");
  expect([...first, ...second]).toEqual(answer);
  expect(replies.at(-1)?.step).toBe("weigh.reason");
  expect(offersMore(visitor)).toBe(false);
  await play(visitor, [["tell me more", /that's all i know/i, "weigh.reason"]]);
});

test("it is of the answer told last, and a question about another topic is answered itself", async () => {
  const visitor = await desk.talk();
  await play(visitor, [["Close my account", "weigh.reason"]]);
  await passagesOf(visitor, "will my reviews disappear");
  await visitor.say("more");
  expect(await passagesOf(visitor, "can i pause")).toEqual(["alt_pause.pause"]);
  expect(await passagesOf(visitor, "my reviews?")).toContain("consequences.record");
  expect(await passagesOf(visitor, "more")).not.toContain("alt_pause.intact");
});

test("what was told is not said again on the way, a gate says it all the same", async () => {
  const visitor = await desk.talk();
  await visitor.say("Close my account");
  await passagesOf(visitor, "will my reviews disappear");
  await play(visitor, [["Bad reviews or feedback"], ["Fair, but painful"], ["No, carry on"]]);
  const replies = await visitor.say("No, unlikely");
  expect(replies.at(-1)?.step).toBe("weigh.decision");
  expect(replies.flatMap(({ passages }) => passages)).toEqual(
    expect.arrayContaining([...desk.content.guide.node("N8").says]),
  );
});

test("a passage that an edited guide has no more is left out, and nothing fails", async () => {
  const visitor = await desk.talk();
  await play(visitor, [["Close my account", "weigh.reason"]]);
  expect(offersMore(visitor)).toBe(true);
  await desk.restart({
    dataFolder: dataCopy({
      "guide/en/nodes.json": (text) => text.replaceAll('"reasons.why"', '"reasons.because"'),
      "guide/en/topics/reasons.json": (text) => text.replaceAll('"reasons.why"', '"reasons.because"'),
    }),
  });
  const replies = await visitor.say("tell me more");
  expect(replies.at(-1)?.step).toBe("weigh.reason");
  expect(replies.map(({ text }) => text).join("\n")).not.toMatch(/something went wrong/i);
});

test("a typed question where topics are offered is answered as anywhere else", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ["Just a question", "question.first"],
    ["will i lose my badge", /^I don't know what happens to your badges/],
    ["how long does restoring take", /^I don't know how long\.(?!.*I don't know how long)/s],
    ["are my reviews gone forever", /^Yes\. Deleting removes/],
    ["What deleting takes away", "question.more"],
  ]);
});

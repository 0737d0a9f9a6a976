import { afterAll, beforeAll, expect, test } from "vitest";
import { TestDesk } from "../desk.ts";
import { play } from "./script.ts";
import { toChecklist } from "./ways.ts";

let desk: TestDesk;

beforeAll(async () => {
  desk = await TestDesk.open();
});
afterAll(() => desk.close());

test("'how?' goes on about what was just asked", async () => {
  const visitor = await desk.talk();
  await play(visitor, [["Close my account"]]);
  await visitor.say("can i pause instead?");
  const [answer] = await play(visitor, [["how?", /that's all i know about it/i, "weigh.reason"]]);
  expect(answer?.topic).toBe("alt_pause");
});

test("'and the reviews?' is about closing after a question about closing", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ["Just a question"],
    ["do i need to end my contracts first", /close every contract/i],
    ["and the reviews?", /removes your project history, feedback and reviews/i],
  ]);
});

test("'how?' after 'delete my account' is about the steps, which come after the weighing", async () => {
  const visitor = await desk.talk();
  await play(visitor, [["delete my account", "weigh.reason"]]);
  const [answer] = await play(visitor, [["how?", "weigh.reason"]]);
  expect(answer?.topic).toMatch(/^steps/);
  expect(answer?.passages.filter((id) => desk.content.guide.clicks.has(id))).toEqual([]);
});

test("'where do I click' after 'delete my account' takes the short way: what is lost, the decision, and no click", async () => {
  const visitor = await desk.talk();
  const replies = await play(visitor, [
    ["delete my account", "weigh.reason"],
    ["where do I click", /the short way/i, /can.t be undone/i, "weigh.decision"],
  ]);
  expect(replies.flatMap(({ passages }) => passages)).toEqual(
    expect.arrayContaining([...desk.content.guide.node("N8").says]),
  );
  expect(
    replies.flatMap(({ passages }) => passages).filter((id) => desk.content.guide.clicks.has(id)),
  ).toEqual([]);
});

test("a follow-up in the middle of the checklist leaves the item open", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ...toChecklist,
    [
      "will my reviews disappear?",
      /removes your project history, feedback and reviews/i,
      "checklist.contracts",
    ],
    ["and my contracts?", /close every contract/i, "checklist.contracts"],
    ["All closed, or none", "checklist.payments"],
  ]);
});

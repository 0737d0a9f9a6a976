import { afterAll, beforeAll, expect, test } from "vitest";
import { listUnanswered, type UnansweredText } from "../../../src/cli/commands/tickets.ts";
import { readPage } from "../../../src/directline/log-page.ts";
import { interpretationIn } from "../../../src/tickets/ticket.ts";
import { play } from "../../conversations/script.ts";
import { toDecision } from "../../conversations/ways.ts";
import { TestDesk } from "../../desk.ts";

let desk: TestDesk;

beforeAll(async () => {
  desk = await TestDesk.open();
});
afterAll(() => desk.close());

async function unanswered(): Promise<UnansweredText[]> {
  const found: UnansweredText[] = [];
  for await (const one of listUnanswered(desk.store)) found.push(one);
  return found;
}

const heardOf = async (id: string) =>
  (await desk.store.readLog(id, { after: 0, limit: 500 })).flatMap((entry) => interpretationIn(entry) ?? []);

test("what nobody could answer is counted by its folded words, most frequent first, without contact details", async () => {
  const [one, other] = [await desk.talk(), await desk.talk()];
  await play(one, [
    ["how do connects work?", /i don't have a reliable answer/i],
    ["kjhf", /could you say it another way/i],
    ["will my reviews disappear", /removes your project history, feedback and reviews/i],
  ]);
  desk.wait(1);
  await play(other, [
    ["How do CONNECTS work", /i don't have a reliable answer/i],
    ["whats the weather like today", /i can only help with leaving/i],
    [
      "how do i change the payout to jo.doe@example.org or +1 (415) 555-0100",
      /i don't have a reliable answer/i,
    ],
    ["...", /could you say it another way/i],
  ]);
  const at = desk.time;
  expect(await unanswered()).toEqual([
    { text: "How do CONNECTS work", kind: "not_in_guide", count: 2, lastAt: at },
    expect.objectContaining({ text: "whats the weather like today", kind: "oos", count: 1 }),
    expect.objectContaining({
      text: "how do i change the payout to [•••• e-mail] or [•••• phone]",
      kind: "not_in_guide",
    }),
    expect.objectContaining({ text: "...", kind: "unsure" }),
    expect.objectContaining({ text: "kjhf", kind: "unsure" }),
  ]);
});

test("each typed message leaves a note of what it was taken for; buttons and exact words leave none", async () => {
  const visitor = await desk.talk();
  await play(visitor, toDecision);
  await visitor.say("help");
  expect(await heardOf(visitor.id)).toEqual([]);
  await visitor.say("will my reviews disappear");
  expect(await heardOf(visitor.id)).toEqual([
    {
      as: "topic",
      acts: [{ act: "ask", id: "consequences" }],
      topic: "consequences",
      score: expect.any(Number),
      others: [],
      unanswered: null,
    },
  ]);
});

test("the note is for the desk alone: neither the person's stream nor a copy of the talk holds it", async () => {
  const visitor = await desk.talk();
  await visitor.say("how do connects work?");
  const [copy] = await visitor.say("send me a copy");
  expect(copy?.text).toMatch(/You: how do connects work\?\n\nExit Desk: I don't have a reliable answer/);
  expect(copy?.text).not.toMatch(/not_in_guide|heard/);
  const { pieces, watermark } = await readPage(
    { store: desk.store, agentIds: { pseudonymizeJson: (activity: string) => activity } },
    visitor.id,
    0,
    1e6,
  );
  const json = pieces.join("");
  expect(json).toMatch(/how do connects work/);
  expect(json).not.toMatch(/"name":"heard"|"unanswered"|"score"/);
  expect(watermark).toBe((await desk.store.readLog(visitor.id, { after: 0, limit: 500 })).length);
});

test("an erased talk is not quoted any more", async () => {
  const visitor = await desk.talk();
  await visitor.say("which vegetables go with unheard-of connects?");
  const quoted = async () => (await unanswered()).filter(({ text }) => /vegetables/.test(text)).length;
  expect(await quoted()).toBe(1);
  await desk.store.eraseConversation(visitor.id);
  expect(await quoted()).toBe(0);
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestDesk } from "../desk.ts";
import { play } from "./script.ts";
import { toChecklist, toDecision, toSteps } from "./ways.ts";

let desk: TestDesk;

beforeAll(async () => {
  desk = await TestDesk.open();
});
afterAll(() => desk.close());

test("a new talk begins with who speaks and the first question, unprompted and once", async () => {
  const visitor = await desk.talk();
  const entries = await desk.store.readLog(visitor.id, { after: 0, limit: 50 });
  const said = entries.flatMap(({ activity }) => (activity.type === "message" ? [activity.text] : []));
  expect(said).toHaveLength(2);
  expect(said.join("\n")).toMatch(/i'm a bot, not upwork.*what do you need/is);
  const again = await desk.desk.inbox.open({
    id: visitor.id,
    channel: "test",
    userId: "dl_test",
    locale: "en",
  });
  await desk.desk.turns.settled();
  expect(again).toEqual({ created: false });
  expect(await desk.store.readLog(visitor.id, { after: 0, limit: 50 })).toHaveLength(entries.length);
});

const PROMPTS = {
  "the fork": [],
  "the decision": toDecision,
  "the checklist": toChecklist,
  "the steps": toSteps,
  "a draft that takes words": [
    ["Get an account back"],
    ["Upwork suspended me"],
    ["Yes, I have it"],
    ["Not yet"],
    ["None of these"],
    ["Yes, let's write it", "draft.suspended-notice"],
  ],
  "a summary that takes words": [["Ask a person first"], ["Change the summary", "escalate.summary"]],
  "an e-mail address": [["person"], ["Yes, pass it on"], ["Answer by e-mail instead", "escalate.email"]],
} satisfies Record<string, Parameters<typeof play>[1]>;

describe.each(Object.entries(PROMPTS))("at %s", (_, way) => {
  test.each([
    ["help", /you can say/i],
    ["Help", /you can say/i],
    ["hello", /hello/i],
    ["thank you", /you.re welcome/i],
    ["send me a copy", /here.s your copy/i],
    ["Send me a copy", /our conversation/i],
  ])("'%s' is answered and the question asked again", async (said, answer) => {
    const visitor = await desk.talk();
    await play(visitor, way);
    await play(visitor, [[said, answer, visitor.place || "root.fork"]]);
  });

  test("'start over' leads to the fork and forgets the matter", async () => {
    const visitor = await desk.talk();
    await play(visitor, way);
    await play(visitor, [
      ["start over", /from the start/i, "root.fork"],
      ["Close my account", "weigh.reason"],
    ]);
  });

  test("'cancel' leads to the fork, or asks whether the ticket is to be cancelled", async () => {
    const visitor = await desk.talk();
    await play(visitor, way);
    const hasTicket = (await desk.tickets(visitor.id)).length > 0;
    await play(visitor, [["Cancel", /stopped|stays open/i, hasTicket ? "withdraw.withdraw" : "root.fork"]]);
  });

  test("'person' asks for consent, or stays there", async () => {
    const visitor = await desk.talk();
    await play(visitor, way);
    const there = visitor.place.startsWith("escalate.") ? visitor.place : "escalate.consent";
    await play(visitor, [["person", there]]);
  });

  test("'delete this chat' asks first, says that Upwork is not touched by it, and a no comes back here", async () => {
    const visitor = await desk.talk();
    await play(visitor, way);
    const here = visitor.place;
    await play(visitor, [
      ["delete this chat", /deletes the whole chat for good/i, "erase.confirm"],
      ["No, keep it", /nothing is deleted/i, here],
    ]);
  });
});

test("a goodbye under way keeps the place, and its buttons go on to work", async () => {
  const visitor = await desk.talk();
  await play(visitor, toChecklist);
  const ticked = visitor.button("All closed, or none");
  await play(visitor, [["bye", /your place is saved/i, "checklist.contracts"]]);
  await visitor.press(ticked);
  expect(visitor.place).toBe("checklist.payments");
});

test("after the goodbye a new matter begins with the next words", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ["Just a question", "question.first"],
    ["No more questions", "root.again"],
    ["No, that's all", "feedback.solved"],
    ["No, it didn't", /say "person"/i, "feedback.comment"],
    ["No comment", /take care/i],
    ["Take a break", "weigh.check"],
  ]);
});

test("a copy holds the whole talk, and a second one does not repeat the first", async () => {
  const visitor = await desk.talk();
  await play(visitor, [["Close my account"]]);
  const [first] = await visitor.say("copy");
  expect(first?.text).toMatch(/Exit Desk: .*You: Close my account.*Exit Desk: First, three checks/s);
  const [second] = await visitor.say("copy");
  expect(second?.text.match(/Here's your copy/g)).toHaveLength(1);
  expect(second?.text.match(/You: Close my account/g)).toHaveLength(1);
});

test("every message names the guide's version and what it rests on", async () => {
  const visitor = await desk.talk();
  const replies = await play(visitor, [["Close my account"]]);
  for (const reply of replies) {
    expect(reply.version).toBe(desk.content.guide.version);
    expect(reply.facts).toEqual(desk.content.guide.factsOf(reply.passages));
  }
  expect(replies.map(({ node }) => node)).toEqual(["N3", "N4"]);
  expect(replies[0]).toMatchObject({
    passages: ["decide.three"],
    facts: ["F08"],
    topic: "decide",
    offersPerson: false,
  });
});

test("every button carries version, step and the nonce of its question", async () => {
  const visitor = await desk.talk();
  await play(visitor, [["Close my account"]]);
  const version = desk.content.guide.version;
  for (const { value } of visitor.buttons)
    expect(value).toEqual({
      version,
      step: "weigh.reason",
      nonce: expect.stringMatching(/^[\w-]{12}$/),
      choice: expect.any(String),
    });
  expect(new Set(visitor.buttons.map(({ value }) => value.nonce)).size).toBe(1);
});

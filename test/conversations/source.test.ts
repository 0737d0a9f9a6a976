import { afterAll, beforeAll, expect, test } from "vitest";
import { exportMaker } from "../../src/privacy/conversation-export.ts";
import type { Conversation } from "../../src/store/records.ts";
import { TestDesk, type Visitor } from "../desk.ts";
import { play } from "./script.ts";
import { throughSteps, toDecision, toSteps } from "./ways.ts";

let desk: TestDesk;

beforeAll(async () => {
  desk = await TestDesk.open();
});
afterAll(() => desk.close());

const title = (topic: string): string => desk.content.guide.topic(topic).title;
const version = (): string => desk.content.guide.version.slice(0, 4);

/** What each message of the bot names as its source, in order. */
async function sourcesIn(visitor: Visitor): Promise<unknown[]> {
  const log = await desk.store.readLog(visitor.id, { after: 0, limit: 500 });
  return log
    .filter(({ activity }) => activity.type === "message" && activity.from?.role === "bot")
    .map(({ activity }) => (activity.channelData?.["guide"] as { source?: unknown } | undefined)?.source);
}

test("an answer names the topic and the guide's version in channelData, and neither in its words", async () => {
  const visitor = await desk.talk();
  await play(visitor, toDecision);
  const before = (await sourcesIn(visitor)).length;
  const replies = await visitor.say("will my reviews disappear?");
  const said = (await sourcesIn(visitor)).slice(before);
  expect(said).toEqual([{ title: title("consequences"), version: version() }, undefined]);
  expect(replies.map(({ text }) => text).join("\n")).not.toMatch(/guide/i);
});

test("so does an answer that leaves out what is not known, under the topic that it has", async () => {
  const visitor = await desk.talk();
  const [reply] = await visitor.say("for how many weeks may i pause");
  expect(reply?.text).toMatch(/^I don't know how long/);
  expect((await sourcesIn(visitor)).filter(Boolean)).toEqual([
    { title: title("alt_pause"), version: version() },
  ]);
});

test("what waited behind 'Tell me more' names it too", async () => {
  const visitor = await desk.talk();
  await play(visitor, [["Close my account"], ["can i pause instead?"]]);
  const before = (await sourcesIn(visitor)).length;
  const [reply] = await visitor.click("Tell me more");
  expect(reply?.passages).toEqual(["alt_pause.intact"]);
  expect((await sourcesIn(visitor))[before]).toEqual({ title: title("alt_pause"), version: version() });
});

test("what is not from the guide names none", async () => {
  const visitor = await desk.talk();
  await play(visitor, [["what is the weather in Rome"], ["thanks"], ["are you a bot?"], ["back"]]);
  expect((await sourcesIn(visitor)).filter(Boolean)).toEqual([]);
});

test("the questions on the way to the last click name none: they are not answers", async () => {
  const visitor = await desk.talk();
  await play(visitor, [...toSteps, ...throughSteps]);
  const sources = await sourcesIn(visitor);
  expect(sources.length).toBeGreaterThan(15);
  expect(sources.filter(Boolean)).toEqual([]);
});

test("copies of the conversation hold the answer, and no source", async () => {
  const visitor = await desk.talk();
  const [answer] = await visitor.say("will my reviews disappear?");
  const copy = (await visitor.say("send me a copy")).map(({ text }) => text).join("\n");
  const conversation = (await desk.store.conversation(visitor.id)) as Conversation;
  const make = exportMaker(desk.store, desk.content.words, () => new Date(desk.time));
  const [page, data] = [await make(conversation, "html"), await make(conversation, "json")];
  for (const whole of [copy, page.file, data.file]) {
    expect(whole).toContain(answer?.text.split(".")[0]);
    expect(whole).not.toContain(title("consequences"));
    expect(whole).not.toMatch(/from our guide:|version/i);
  }
});

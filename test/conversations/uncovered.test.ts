import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestDesk } from "../desk.ts";
import { play } from "./script.ts";
import { toDecision } from "./ways.ts";

let desk: TestDesk;

beforeAll(async () => {
  desk = await TestDesk.open();
});
afterAll(() => desk.close());

describe("a question of the right topic that its passages do not answer", () => {
  test.each([
    ["for how many weeks may i pause", /^I don't know how long\. What I do know:/, "alt_pause"],
    ["what are the chances to get my account back", /^I can't say how likely that is\./, "restore"],
    ["which phone number does customer service have", /^I don't have a link, address/, "contact_support"],
    ["where is the switch for private", /^I don't know where to click for that\./, "alt_visibility"],
    [
      "would i lose my top rated badge by deleting",
      /^I don't know what happens to your badges\./,
      "consequences",
    ],
  ])("'%s' hears so first, then what is known, and is offered a person", async (said, begins, topic) => {
    const visitor = await desk.talk();
    const [reply] = await visitor.say(said);
    expect(reply?.text).toMatch(begins);
    expect(reply).toMatchObject({ topic, offersPerson: true });
    expect(reply?.passages.length).toBeGreaterThan(0);
    expect(reply?.passages.length).toBeLessThanOrEqual(2);
  });

  test("leaves the open question open, and a yes means the person", async () => {
    const visitor = await desk.talk();
    await play(visitor, toDecision);
    const replies = await visitor.say("how long will the closing take then?");
    expect(replies[0]).toMatchObject({ offersPerson: true });
    expect(replies[0]?.text).toMatch(/^I don't know how long/);
    expect(replies.at(-1)).toMatchObject({ step: "weigh.decision" });
  });

  test.each([
    ["why was i suspended?", /^I can't see why Upwork did that in your case\./],
    ["what are my odds with a suspended account", /^I can't say how likely that is\./],
  ])("'%s' hears so, and is taken to getting the account back", async (said, begins) => {
    const visitor = await desk.talk();
    const [reply] = await visitor.say(said);
    expect(reply?.text).toMatch(begins);
    expect(reply).toMatchObject({ offersPerson: true });
    expect(visitor.place).toBe("restore-suspended.notice");
  });

  test("of any kind changes nothing: the open question is asked again", async () => {
    const visitor = await desk.talk();
    await play(visitor, toDecision);
    const before = visitor.buttons;
    for (const said of [
      "how long does the closing take?",
      "when will it be gone for good?",
      "is there a fee for closing?",
      "how many accounts may i have?",
      "how likely is it that i get it back later?",
      "what is the phone number of support?",
      "where do i click to pause it?",
      "who exactly gets notified?",
      "what happens to my connects?",
      "can i delete only my photo?",
      "is it against the terms to close it now?",
      "can i open a second account later?",
    ]) {
      const replies = await visitor.say(said);
      expect([said, replies[0]?.offersPerson], said).toEqual([said, true]);
      expect(replies[0]?.text, said).toMatch(
        /^(I don't know|I can't say|I don't have|Our guide does not cover)/,
      );
      expect(replies.at(-1)?.step, said).toBe("weigh.decision");
      expect(visitor.buttons.map(({ title }) => title)).toEqual(before.map(({ title }) => title));
    }
  });

  test("begins nothing at the start", async () => {
    const visitor = await desk.talk();
    await visitor.say("how fast is an account closed after the last click");
    expect(visitor.place).toBe("root.fork");
  });
});

describe("a thing that no passage names", () => {
  test("is not known; what is lost for certain comes after it", async () => {
    const visitor = await desk.talk();
    const [reply] = await visitor.say("what becomes of my connects when i delete the account?");
    expect(reply?.text).toMatch(/^I don't know what happens to your Connects\. What I do know:.*history/s);
    expect(reply).toMatchObject({ topic: "consequences", offersPerson: true });
  });

  test("that Upwork keeps is not known, and nothing near it is told", async () => {
    const visitor = await desk.talk();
    const [reply] = await visitor.say("does upwork keep my passport scan after i close the account?");
    expect(reply?.text).toMatch(/^I don't know what happens to your identity papers\./);
    expect(reply).toMatchObject({ topic: "not_in_guide", offersPerson: true, passages: [] });
  });
});

describe("a question that the guide answers is answered as before", () => {
  test.each([
    ["what happens to my reviews if i delete", "consequences"],
    ["how do i pause my work there for a while", "alt_pause"],
    ["who decides about a suspended account", "restore_suspended"],
    ["when should i close my contracts, before deleting?", "steps_contracts"],
  ])("'%s'", async (said, topic) => {
    const visitor = await desk.talk();
    const replies = await visitor.say(said);
    const told = replies.find((reply) => reply.topic === topic);
    expect(told?.text ?? "").not.toMatch(/I don't know|I can't say|I don't have/);
    expect(replies.map((reply) => reply.topic)).toContain(topic);
  });
});

describe("a question that was read as something else", () => {
  test("with words as of a question after the desk is one after the account", async () => {
    const visitor = await desk.talk();
    await visitor.say("my account is suspended");
    const [reply] = await visitor.say("how much do i have to pay to get unsuspended?");
    expect(reply?.text).toMatch(/^I don't know the amount\./);
    expect(visitor.place).toBe("restore-suspended.notice");
  });

  test("after something that another topic names is answered with that one", async () => {
    const visitor = await desk.talk();
    await visitor.say("do i have to finish my contracts before closing");
    const [reply] = await visitor.say("what about the payments");
    expect(reply).toMatchObject({ topic: "steps_contracts" });
  });

  test("that asks where to click for something else hears nothing of the clicks for closing", async () => {
    const visitor = await desk.talk();
    const [reply] = await visitor.say("where exactly do i click to pause my account");
    expect(reply?.text).toMatch(/^I don't know where to click for that\./);
    expect(reply?.passages.some((id) => id.startsWith("steps"))).toBe(false);
  });
});

describe("a conclusion from what was told, put as a question", () => {
  test.each(["so no need to delete?", "so i don't have to leave?"])(
    "'%s' hears of the reason",
    async (said) => {
      const visitor = await desk.talk();
      await play(visitor, [
        ["close my account", "weigh.reason"],
        ["I want another username", "weigh.check"],
      ]);
      const [reply] = await visitor.say(said);
      expect(reply?.text).toMatch(/^No, you don't have to delete first:/);
      expect(reply).toMatchObject({ topic: "reason_username" });
      expect(visitor.place).toBe("weigh.check");
    },
  );

  test("also after something else was told", async () => {
    const visitor = await desk.talk();
    await play(visitor, [
      ["close my account", "weigh.reason"],
      ["I want another username", "weigh.check"],
    ]);
    await visitor.say("what does deleting take away?");
    const [reply] = await visitor.say("so no need to delete?");
    expect(reply).toMatchObject({ topic: "reason_username" });
  });
});

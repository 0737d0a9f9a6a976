import { describe, expect, test } from "vitest";
import type { OpenQuestion } from "../../src/nlu/interpretation.ts";
import { accountType, address, finished, howLongAgo, inShort, meaningOf, ownWords, reason } from "./parts.ts";

function answers(question: OpenQuestion, says: readonly [said: string, means: unknown][]) {
  test.each(says)("%s", async (said, means) => expect(await inShort(said, question)).toEqual(means));
}

describe("a yes/no question", () => {
  answers(finished, [
    ["Yes, all finished", "finished"],
    ["YES ALL FINISHED!!", "finished"],
    ["not yet", "open"],
    ["Not yet.", "open"],
    ["yeah", "finished"],
    ["yep go ahead", "finished"],
    ["yse", "finished"],
    ["ok yes please", "finished"],
    ["nah", "open"],
    ["nope", "open"],
    ["im not sure", "unsure"],
    ["idk", "unsure"],
    ["I’m not sure", "unsure"],
    ["back", "back"],
    ["will my reviews disappear?", "consequences"],
    ["no one hires me", "alt_strategy"],
    ["not all finished", "unsure"],
    ["bcak", "back"],
    ["persom", "person"],
  ]);
});

describe("a choice among several", () => {
  answers(accountType, [
    ["the second one", "client"],
    ["2", "client"],
    ["number 3 please", "agency"],
    ["last one", "team"],
    ["the 1st", "freelancer"],
    ["i think freelancer", "freelancer"],
    ["its an agency", "agency"],
    ["cancel", "cancel"],
    ["not a client, an agency", "agency"],
    ["no, agency", "agency"],
  ]);
  answers(reason, [
    ["havent logged in since forever", "unused"],
    ["a client gave me one star", "feedback"],
    ["something else", "other"],
  ]);
  test("a number beyond the choices picks none", async () => {
    expect((await meaningOf("7", accountType)).acts[0]?.act).not.toBe("answer");
  });
});

describe("a question for a moment", () => {
  answers(howLongAgo, [
    ["last Tuesday", "2026-11-17"],
    ["yesterday", "2026-11-23"],
    ["three weeks ago", "2026-11-03"],
    ["closed it like 3 wks ago by mistake", "2026-11-03"],
    ["on 3 november", "2026-11-03"],
    ["11/3/2024", "2024-11-03"],
    ["about two years", 730],
    ["half a year ago", 184],
    ["a couple of weeks", 14],
    ["last week", 5],
    ["today", "2026-11-24"],
    ["i dont remember", "unknown"],
  ]);
  test("ages ago is a moment without a day", async () => {
    const meaning = await meaningOf("oh that was ages ago", howLongAgo);
    expect(meaning.acts[0]).toMatchObject({
      act: "moment",
      moment: { said: "ages ago", date: null, days: null },
    });
  });
  test("a moment to come is none", async () => {
    expect((await meaningOf("next week", howLongAgo)).acts[0]?.act).not.toBe("moment");
  });
});

describe("a question for an e-mail address", () => {
  answers(address, [
    ["jo.doe+desk@example.co.uk", "jo.doe+desk@example.co.uk"],
    ["its jo.doe+desk@example.co.uk thx", ["jo.doe+desk@example.co.uk"]],
    ["i wait here", "here"],
    ["person", "human"],
  ]);
});

describe("a question for one's own words", () => {
  answers(ownWords, [
    ["They said I broke the rules", '"They said I broke the rules"'],
    ["skip", "skip"],
    ["cancel pls", "cancel"],
    ["how do I contact upwork support?", "contact_support"],
  ]);
});

test("a button of the open question costs microseconds", async () => {
  const started = performance.now();
  for (let i = 0; i < 1_000; i++) await meaningOf("Not yet", finished);
  expect((performance.now() - started) / 1_000).toBeLessThan(2);
});

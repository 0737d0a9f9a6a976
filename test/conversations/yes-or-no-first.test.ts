import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestDesk } from "../desk.ts";

let desk: TestDesk;
beforeAll(async () => {
  desk = await TestDesk.open();
});
afterAll(() => desk.close());

/** What is answered to a question, without the open question that is asked again. */
async function answerTo(question: string): Promise<string> {
  const visitor = await desk.talk();
  await visitor.say("Close my account");
  return (await visitor.say(question)).map(({ text }) => text).join("\n");
}

describe("a question for a yes or no is answered with it first", () => {
  test.each([
    ["will my feedback disappear", /^Yes\. Deleting removes/],
    ["does deleting remove my project history?", /^Yes\. Deleting removes/],
    ["do i keep my reviews", /^No\. Deleting removes/],
    ["could i hide my profile from search", /^Yes\. .*visibility/],
    ["do i have to close my contracts first", /^Yes\. Settle/],
    ["do i need to tell my clients", /^Yes\. Talk to your clients/],
    ["can this be reversed", /^No\. Deleting can't be undone/],
    ["is deleting reversible", /^No\. Deleting can't be undone/],
  ])("%j", async (question, first) => expect(await answerTo(question)).toMatch(first));
});

describe("and with neither where the guide does not tell it of just that", () => {
  test.each([
    "can i pause my membership",
    "is it possible to make my hourly rate private",
    "can i reverse a payment",
    "can i undo my withdrawal",
    "should i tell my client about the refund",
    "do i have to finish my contract with the agency",
    "will my reviews be gone if i pause",
    "will i lose my reviews if i go private",
    "will i lose job opportunities if i pause",
    "will i lose my reviews and my badge",
    "will i not lose my reviews",
    "will my reviews stay or be deleted",
    "when will my reviews be deleted",
    "how can i hide my profile",
    "what happens, will my reviews be deleted",
  ])("%j", async (question) => expect(await answerTo(question)).not.toMatch(/^(Yes|No)\./m));
});

import { expect, onTestFinished, test } from "vitest";
import type { AppContent } from "../../src/app.ts";
import type { Interpretation } from "../../src/nlu/interpretation.ts";
import { play } from "../conversations/script.ts";
import { toDecision } from "../conversations/ways.ts";
import { TestDesk } from "../desk.ts";

const guess = { topic: null, score: 0, alternatives: [], negated: [] };

/** A desk that finds one text to lie between these topics and understands everything else as ever. */
async function between(topics: readonly string[]): Promise<TestDesk> {
  const change = (content: AppContent): AppContent => ({
    ...content,
    interpret: async (text, context): Promise<Interpretation> =>
      text === "this or that"
        ? {
            acts: [{ act: "ask-which", topics }],
            beside: [],
            asides: [],
            asked: { kinds: [], things: [], polar: null },
            anger: false,
            guess,
          }
        : content.interpret(text, context),
  });
  const desk = await TestDesk.open(undefined, change);
  onTestFinished(() => desk.close());
  return desk;
}

test("between two topics people are asked, and the answer comes before the parked question", async () => {
  const desk = await between(["consequences", "integrity"]);
  const visitor = await desk.talk();
  await play(visitor, [
    ...toDecision,
    ["this or that", /which of these do you mean/i, "which.which"],
    ["What deleting takes away", /removes your project history, feedback and reviews/i, "weigh.decision"],
    ["this or that", "which.which"],
    ["None of these", "weigh.decision"],
    ["back", "which.which"],
  ]);
});

test("at the fork the chosen topic begins what it stands for", async () => {
  const desk = await between(["restore_deleted", "reason_feedback"]);
  const visitor = await desk.talk();
  await play(visitor, [
    ["this or that", "which.which"],
    ["Restoring a closed account", "restore-deleted.when"],
  ]);
});

test("a command among the likely meanings is a choice like any other", async () => {
  const desk = await between(["human", "copy", "consequences"]);
  const visitor = await desk.talk();
  await play(visitor, [...toDecision, ["this or that", "which.which"]]);
  expect(visitor.buttons.slice(0, 3).map(({ title }) => title)).toEqual([
    "Talk to a person",
    "Send me a copy of this chat",
    "What deleting takes away",
  ]);
  await play(visitor, [["Talk to a person", "escalate.consent"]]);
});

test("meanings nobody could choose by name are left out", async () => {
  const desk = await between(["integrity", "oos", "thanks"]);
  const visitor = await desk.talk();
  await play(visitor, [...toDecision, ["this or that", /safe and reliable/i, "weigh.decision"]]);
});

test.each([[["not_in_guide", "oos"]], [["thanks", "bye", "integrity"]]])(
  "when the likeliest of %j has no name, the text was not understood",
  async (topics) => {
    const desk = await between(topics);
    const visitor = await desk.talk();
    await play(visitor, [...toDecision, ["this or that", /not sure how that fits here/i, "weigh.decision"]]);
  },
);

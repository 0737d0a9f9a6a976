import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ChecklistItem, GuideStep } from "../../src/guide/schema.ts";
import { dataCopy, type Edits, json } from "../data-copy.ts";
import { type Reply, TestDesk } from "../desk.ts";
import { play } from "./script.ts";
import { throughSteps, toChecklist, toSteps } from "./ways.ts";

let desk: TestDesk;

beforeEach(async () => {
  desk = await TestDesk.open();
});
afterEach(() => desk.close());

const textOf = (replies: readonly Reply[]) => replies.map(({ text }) => text).join("\n");
const edited = (edits: Edits) => desk.restart({ dataFolder: dataCopy(edits) });

const MOVED = /our guide has changed since we last spoke/i;

const withoutItem = (id: string): Edits => ({
  "guide/en/checklist.json": json<ChecklistItem[]>((items) => items.filter((item) => item.id !== id)),
  "guide/en/tree.json": json<{ id: string; facts: string[] }[]>((nodes) =>
    nodes.map((node) => (node.id === "N10" ? { ...node, facts: ["F39", "F87"] } : node)),
  ),
});

describe("a guide edited while somebody is at the checklist", () => {
  test("goes on at the same step when that was retitled or its words changed", async () => {
    const visitor = await desk.talk();
    await play(visitor, [...toChecklist, ["All closed, or none", "checklist.payments"]]);
    const before = visitor.button("All settled");
    const version = desk.content.guide.version;
    await edited({
      "guide/en/checklist.json": (text) =>
        text
          .replace('"title": "All settled"', '"title": "Everything is paid"')
          .replace("Are all your payments settled?", "Is every payment settled?"),
    });
    const replies = await visitor.say("help");
    expect(textOf(replies)).not.toMatch(MOVED);
    expect(textOf(replies)).toMatch(/is every payment settled/i);
    expect(replies.at(-1)).toMatchObject({ step: "checklist.payments" });
    expect(replies.at(-1)?.version).not.toBe(version);
    expect(visitor.buttons.map(({ title }) => title)).toContain("Everything is paid");
    await visitor.press(before);
    expect(visitor.place).toBe("checklist.all-commitments");
  });

  test("goes on at the next step that is left, and says so once, when the step is gone", async () => {
    const visitor = await desk.talk();
    await play(visitor, [...toChecklist, ["All closed, or none", "checklist.payments"]]);
    await edited(withoutItem("payments"));
    expect(textOf(await visitor.say("will my reviews disappear"))).toMatch(MOVED);
    expect(visitor.place).toBe("checklist.all-commitments");
    const replies = await visitor.say("help");
    expect(textOf(replies)).not.toMatch(MOVED);
    await play(visitor, [["No, not all", "checklist.clients"]]);
  });

  test("goes to the nearest step when the step has another name", async () => {
    const visitor = await desk.talk();
    await play(visitor, [...toChecklist, ["All closed, or none", "checklist.payments"]]);
    await edited({
      "guide/en/checklist.json": (text) => text.replace('"id": "payments"', '"id": "money"'),
    });
    await play(visitor, [["hello", MOVED, /all payments settled/i, "checklist.all-commitments"]]);
  });

  test("does not take an answer to the old step for one to the new", async () => {
    const visitor = await desk.talk();
    await play(visitor, [...toChecklist, ["All closed, or none", "checklist.payments"]]);
    const ticked = visitor.button("All settled");
    await edited(withoutItem("payments"));
    expect(textOf(await visitor.press(ticked))).toMatch(MOVED);
    expect(visitor.place).toBe("checklist.all-commitments");
    expect(textOf(await visitor.press(ticked))).toMatch(/that's over. we're at: the checklist/i);
    await play(visitor, [["No, not all", "checklist.clients"]]);
    expect(textOf(await visitor.press(ticked))).toMatch(/that's over/i);
    expect(visitor.place).toBe("checklist.clients");
  });

  test("does not take a typed answer to the old step for one to the new either", async () => {
    const visitor = await desk.talk();
    await play(visitor, [...toChecklist, ["All closed, or none", "checklist.payments"]]);
    await edited(withoutItem("payments"));
    expect(textOf(await visitor.say("done"))).toMatch(MOVED);
    expect(visitor.place).toBe("checklist.all-commitments");
  });

  test("keeps back working past a step that is gone", async () => {
    const visitor = await desk.talk();
    await play(visitor, [
      ...toChecklist,
      ["All closed, or none"],
      ["All settled"],
      ["No, not all", "checklist.clients"],
      ["They know, or none", "checklist.files"],
    ]);
    await edited(withoutItem("payments"));
    await play(visitor, [
      ["back", "checklist.clients"],
      ["back", /clients told/i, "checklist.all-commitments"],
      ["back", "checklist.all-commitments"],
      ["back", "checklist.contracts"],
    ]);
  });

  test("finds the place again below a person who was being asked for", async () => {
    const visitor = await desk.talk();
    await play(visitor, [...toChecklist, ["All closed, or none"], ["person", "escalate.consent"]]);
    await edited(withoutItem("payments"));
    await play(visitor, [["No, thanks", MOVED, "escalate.consent"]]);
    await play(visitor, [["No, thanks", "checklist.all-commitments"]]);
  });
});

test("a click that is gone leads to the one after it", async () => {
  const visitor = await desk.talk();
  await play(visitor, [...toSteps, ...throughSteps.slice(0, 4)]);
  expect(visitor.place).toBe("steps.contact-info");
  await edited({
    "guide/en/steps.json": json<GuideStep[]>((steps) =>
      steps.flatMap((step) =>
        step.id === "contact-info"
          ? []
          : step.id === "close-my-account"
            ? [{ ...step, passages: ["steps_navigate.contact-info", ...step.passages] }]
            : [step],
      ),
    ),
  });
  await play(visitor, [["hello", MOVED, "steps.close-my-account"]]);
});

test("a receipt of an older guide is still in the copy, without what is no longer in the guide", async () => {
  const visitor = await desk.talk();
  await play(visitor, toChecklist);
  const [receipt] = await desk.store.receipts(visitor.id);
  await edited({
    "guide/en/nodes.json": (text) => text.replace('"future_plans.goals", ', '"future_plans.aims", '),
    "guide/en/topics/future_plans.json": (text) => text.replaceAll("future_plans.goals", "future_plans.aims"),
  });
  const copy = textOf(await visitor.say("copy"));
  expect(copy).toContain(receipt?.id);
  expect(copy).toContain(receipt?.guideVersion);
  expect(visitor.place).toBe("checklist.contracts");
});

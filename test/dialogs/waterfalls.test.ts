import { expect, test } from "vitest";
import { makeDialogs } from "../../dialogs/all.ts";
import type { GuideWaterfall } from "../../dialogs/waterfall.ts";
import { guide, lexicon } from "./conversation.ts";

const waterfalls = makeDialogs(guide, lexicon).getDialogs() as GuideWaterfall[];

test("no two waterfalls have the same id, which the SDK would rename silently", () => {
  expect(waterfalls.map(({ id }) => id).sort()).toEqual([
    "alternatives",
    "change",
    "checklist",
    "close",
    "confirm",
    "distress",
    "draft",
    "erase",
    "escalate",
    "feedback",
    "old-button",
    "question",
    "rate",
    "reopen",
    "restore",
    "restore-deleted",
    "restore-suspended",
    "root",
    "stay",
    "steps",
    "sure",
    "weigh",
    "welcome-back",
    "which",
    "withdraw",
  ]);
});

test("no two steps of a waterfall have the same name, and none breaks the names of places", () => {
  for (const waterfall of waterfalls) {
    const names = waterfall["names"];
    expect(new Set(names).size, waterfall.id).toBe(names.length);
    for (const name of names) expect(name, waterfall.id).toMatch(/^[a-z0-9-]+$/);
  }
});

test("weighing goes through the consequences right before the decision", () => {
  const names = waterfalls.find(({ id }) => id === "weigh")?.["names"];
  expect(names?.slice(-2)).toEqual(["consequences", "decision"]);
});

test("the step after one that is unknown is the first, and after the last one the last", () => {
  const weigh = waterfalls.find(({ id }) => id === "weigh");
  expect(weigh?.after(null)).toBe("things");
  expect(weigh?.after("plans")).toBe("consequences");
  expect(weigh?.after("decision")).toBe("decision");
});

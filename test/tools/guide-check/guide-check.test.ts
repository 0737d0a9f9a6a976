import { beforeAll, describe, expect, test } from "vitest";
import { DialogSet } from "../../../dialogs/sdk.ts";
import { GuideWaterfall } from "../../../dialogs/waterfall.ts";
import type { AppContent } from "../../../src/app.ts";
import type { Edge } from "../../../tools/guide-check/crawl.ts";
import { findings, table } from "../../../tools/guide-check/findings.ts";
import { walk } from "./walk.ts";

let content: AppContent;
let edges: Edge[];

beforeAll(async () => {
  ({ content, edges } = await walk());
});

const restsOn = ({ said }: Edge) =>
  said.map((activity) => activity.channelData?.["guide"] as { node: string | null; passages: string[] });
const passagesOf = (edge: Edge): string[] => restsOn(edge).flatMap(({ passages }) => passages);
const nodesOf = (edge: Edge) => restsOn(edge).map(({ node }) => node);
const clicksIn = (edge: Edge) => passagesOf(edge).filter((id) => content.guide.clicks.has(id));

test("the crawl says all 89 facts, reaches all 35 nodes, and hears the consequences on every way", () => {
  const { text, complete } = table(findings(edges, content.guide.facts, content.guide.tree));
  expect(text.trimEnd().split("\n").at(-1)).toBe("89 of 89 facts, 35 of 35 nodes");
  expect(text).not.toMatch(/NOT SAID|NEVER|without hearing/);
  expect(complete).toBe(true);
});

test("no click is told before the consequences, an explicit yes and a freelancer's account", () => {
  const telling = edges.filter((edge) => clicksIn(edge).length > 0);
  expect(telling.length).toBeGreaterThan(content.guide.steps.length);
  const early = telling.filter(
    ({ state }) =>
      !content.guide.node("N8").says.every((id) => state.told.includes(id)) ||
      !state.receipts.length ||
      state.case.accountType !== "freelancer",
  );
  expect(early.map(({ from, by }) => ({ from, by }))).toEqual([]);
});

test("nobody whose account is suspended hears of the checklist or a click", () => {
  const suspended = edges.filter(({ state }) => state.case.suspended);
  expect(suspended.length).toBeGreaterThan(50);
  const led = suspended.filter(
    (edge) =>
      clicksIn(edge).length > 0 || nodesOf(edge).some((node) => ["N10", "N11", "N12"].includes(node ?? "")),
  );
  expect(led.map(({ from, by }) => ({ from, by }))).toEqual([]);
});

test("nobody stands at the last click without the last warning", () => {
  const last = edges.filter(({ said }) =>
    said.some(({ suggestedActions }) =>
      suggestedActions?.actions.some(({ title }) => title === "Yes, I clicked it"),
    ),
  );
  const unwarned = last.filter(({ state }) => !state.told.includes("steps_confirm.last-warning"));
  expect(last.length).toBeGreaterThan(0);
  expect(unwarned.map(({ from, by }) => ({ from, by }))).toEqual([]);
});

test("every turn of the crawl is answered, and every message has buttons to go on with", () => {
  expect(edges.filter(({ said }) => said.length === 0).map(({ from, by }) => ({ from, by }))).toEqual([]);
  const stuck = edges.filter(({ said }) => (said.at(-1)?.suggestedActions?.actions.length ?? 0) === 0);
  expect(stuck.map(({ from, by }) => ({ from, by }))).toEqual([]);
});

describe("the check fails", () => {
  test("for a weighing that leaves the consequences out", async () => {
    const walked = await walk(without("weigh", "consequences"));
    const { text, complete } = table(
      findings(walked.edges, walked.content.guide.facts, walked.content.guide.tree),
    );
    expect(complete).toBe(false);
    expect(text).toMatch(/^reached without hearing the consequences: .*weigh\.decision/m);
    expect(text).toMatch(/^N8 +NEVER/m);
  });

  test("for a weighing that goes to the decision past the consequences on one way only", async () => {
    const walked = await walk((set) => {
      const plans = (set.find("weigh") as GuideWaterfall).step("plans");
      if (!plans?.take) throw new Error("there is no question of plans");
      const { take } = plans;
      plans.take = (conversation, answer) =>
        conversation.case.reason === "username"
          ? { move: { kind: "to", step: "decision" } }
          : take(conversation, answer);
      return set;
    });
    const found = findings(walked.edges, walked.content.guide.facts, walked.content.guide.tree);
    expect(found.unwarned.join("\n")).toMatch(/username/);
    expect(table(found).complete).toBe(false);
  });
});

/** The same dialogs, with one step of a waterfall taken out. */
const without = (dialog: string, step: string) => (set: DialogSet) => {
  const changed = new DialogSet();
  for (const one of set.getDialogs()) {
    const kept =
      one.id === dialog ? (one as GuideWaterfall)["places"].filter(({ name }) => name !== step) : null;
    changed.add(kept ? new GuideWaterfall(dialog, kept) : one);
  }
  return changed;
};

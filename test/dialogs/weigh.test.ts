import { describe, expect, test } from "vitest";
import { makeAlternatives } from "../../dialogs/alternatives.ts";
import { answer, explainsClicks } from "../../dialogs/question.ts";
import { makeWeighOptions } from "../../dialogs/weigh-options.ts";
import { asked, choice, conversation, guide } from "./conversation.ts";

const weigh = makeWeighOptions();
const alternatives = makeAlternatives(guide);

test("the reason is asked among the ten of the guide, 'other' and 'rather not say' with them", () => {
  const shown = weigh.step("reason")?.show(conversation());
  const ids = shown && asked(shown).choices.map(({ id }) => id);
  expect(ids).toEqual(guide.reasons.map(({ id }) => id));
  expect(ids).toHaveLength(10);
  expect(ids).toEqual(expect.arrayContaining(["break", "other", "rather-not"]));
});

describe("the alternatives that are offered first", () => {
  test.each(guide.reasons.map(({ id, alternatives: fit }) => [id, fit] as const))(
    "fit the reason %s and are two at most",
    (id, fit) => {
      const shown = alternatives.step("offer")?.show(conversation({ reason: id }));
      const offered = shown ? asked(shown).choices.map((one) => one.id) : [];
      expect(offered.slice(-2)).toEqual(["all", "carry-on"]);
      const first = offered.slice(0, -2);
      expect(first.length).toBeGreaterThan(0);
      expect(first.length).toBeLessThanOrEqual(2);
      if (fit.length > 0) expect([...first].sort()).toEqual([...fit].sort());
    },
  );

  test("are not offered a second time", () => {
    expect(alternatives.step("offer")?.show(conversation({ alternatives: { pause: "declined" } }))).toEqual({
      move: { kind: "end" },
    });
  });
});

describe("the decision", () => {
  const decide = (said: string) =>
    weigh.step("decision")?.take?.(conversation({ goal: "delete" }), choice(said));

  test("needs an explicit yes to lead on, and then leaves a receipt", () => {
    expect(decide("yes")).toMatchObject({
      case: { decided: true },
      effect: "issue-receipt",
      move: { dialog: "close" },
    });
  });

  test("leads back to the plans when unsure, and to keeping the account on a no", () => {
    expect(decide("not-sure")).toEqual({
      case: { comesBack: null, decided: false },
      move: { kind: "to", step: "plans" },
    });
    expect(decide("no")).toEqual({ case: { decided: false }, move: { kind: "switch", dialog: "stay" } });
  });
});

describe("clicks may be told", () => {
  const ready = { decided: true, accountType: "freelancer", suspended: false };
  test.each([
    [ready, true],
    [{ ...ready, decided: false }, false],
    [{ ...ready, accountType: null }, false],
    [{ ...ready, accountType: "agency" }, false],
    [{ ...ready, suspended: true }, false],
  ])("to %j: %s", (known, may) => {
    expect(explainsClicks(conversation(known))).toBe(may);
    const said = answer(conversation(known), "steps_navigate").passages;
    expect(said.some((id) => guide.clicks.has(id))).toBe(may);
  });
});

test("somebody suspended who asks for the steps hears of restoring", () => {
  const line = answer(conversation({ suspended: true }), "steps");
  expect(line.topic).toBe("reason_suspension");
  expect(line.text).toMatch(/try restoring it first/i);
});

import { expect, test } from "vitest";
import { makeDialogs } from "../../dialogs/all.ts";
import type { ConversationTicket } from "../../dialogs/state.ts";
import { emptyCase } from "../../dialogs/state.ts";
import type { Move, StepAnswer, StepView } from "../../dialogs/step.ts";
import type { GuideWaterfall } from "../../dialogs/waterfall.ts";
import { conversation, guide, lexicon } from "./conversation.ts";

const set = makeDialogs(guide, lexicon);
const waterfalls = set.getDialogs() as GuideWaterfall[];
const steps = waterfalls.flatMap((waterfall) =>
  waterfall["places"].map((step) => ({ name: `${waterfall.id}.${step.name}`, waterfall, step })),
);

/** Matters at different points, so that each step is seen in more than one light. */
const CASES = [
  {},
  { reason: "username", goal: "delete" },
  { reason: "suspension", suspended: true, goal: "restore", restoring: { which: "suspended" } },
  { goal: "restore", restoring: { which: "deleted", when: "three weeks ago" } },
  {
    alternatives: { pause: "chosen" },
    decided: true,
    accountType: "freelancer",
    checklist: { contracts: "open" },
  },
] as const;

const TICKETS: readonly (ConversationTicket | null)[] = [
  null,
  { number: 1001, contact: { kind: "here" }, state: { kind: "open", held: null } },
  { number: 1001, contact: { kind: "here" }, state: { kind: "closed", reopenable: true, ratable: true } },
];

/** Each matter without a ticket, with an open and with a closed one. */
const conversations = () =>
  CASES.flatMap((known) => TICKETS.map((ticket) => conversation(known as never, ticket)));

const frozen = (value: object): object => {
  for (const part of Object.values(value)) if (typeof part === "object" && part !== null) frozen(part);
  return Object.freeze(value);
};

const moves = (shown: StepView): Move[] => ("move" in shown ? [shown.move] : []);

test.each(steps.map(({ name, step }) => [name, step] as const))(
  "%s shows the same for the same matter and changes nothing",
  (_, step) => {
    for (const seen of conversations()) {
      frozen(seen.case);
      expect(step.show(seen)).toEqual(step.show(seen));
      expect(step.title(seen)).not.toBe("");
    }
  },
);

test.each(steps.flatMap(({ name, step }) => (step.take ? [[name, step] as const] : [])))(
  "%s takes each of its choices to a place that exists",
  (name, step) => {
    for (const seen of conversations()) {
      frozen(seen.case);
      const shown = step.show(seen);
      const answers: StepAnswer[] =
        "ask" in shown
          ? [
              ...shown.ask.choices.map(({ id }): StepAnswer => ({ kind: "choice", choice: id, topic: null })),
              ...(shown.ask.takes === "text" ? [{ kind: "text", text: "In my own words." } as const] : []),
              ...(shown.ask.takes === "email" ? [{ kind: "email", address: "a@example.org" } as const] : []),
              ...(shown.ask.takes === "moment"
                ? [{ kind: "moment", moment: { said: "ages ago", date: null, days: null } } as const]
                : []),
            ]
          : [];
      for (const answer of answers) {
        const taken = step.take?.(seen, answer);
        expect(taken, name).toBeDefined();
        for (const move of taken ? [taken.move, ...moves(shown)] : []) expectPlace(name, move);
        for (const key of Object.keys(taken?.case ?? {})) expect(emptyCase(), name).toHaveProperty(key);
      }
    }
  },
);

function expectPlace(name: string, move: Move): void {
  const own = set.find(name.split(".")[0] ?? "") as GuideWaterfall;
  if (move.kind === "to") expect(own.step(move.step), `${name} to ${move.step}`).toBeDefined();
  if (move.kind !== "begin" && move.kind !== "switch") return;
  const there = set.find(move.dialog) as GuideWaterfall | undefined;
  expect(there, `${name} to ${move.dialog}`).toBeDefined();
  if (move.at) expect(there?.step(move.at), `${name} to ${move.dialog}.${move.at}`).toBeDefined();
}

test.each(steps.map(({ name, step }) => [name, step] as const))(
  "%s has no two choices of one title or id",
  (name, step) => {
    for (const seen of conversations()) {
      const shown = step.show(seen);
      if (!("ask" in shown)) continue;
      const titles = shown.ask.choices.map(({ title }) => title.toLowerCase());
      expect(new Set(titles).size, `${name}: ${titles}`).toBe(titles.length);
      const ids = shown.ask.choices.map(({ id }) => id);
      expect(new Set(ids).size, `${name}: ${ids}`).toBe(ids.length);
    }
  },
);

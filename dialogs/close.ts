import type { Choice } from "../src/nlu/interpretation.ts";
import { asking, chosen, type Step, type Talk, tell } from "./step.ts";
import { GuideWaterfall } from "./waterfall.ts";

function recap(talk: Talk): string {
  const kept = talk.guide.alternatives.filter(({ id }) => talk.case.alternatives[id] === "chosen");
  if (kept.length === 0) return talk.words("stay.nothing-chosen");
  return talk.words("stay.chosen", { alternatives: kept.map(({ title }) => title).join(", ") });
}

/** N14: the account stays; what was chosen, without pressure. */
export const makeStay = (): GuideWaterfall =>
  new GuideWaterfall("stay", [
    {
      name: "recap",
      title: (talk) => talk.words("places.stay"),
      show: (talk) => ({
        says: [
          tell(talk, "N14", talk.guide.node("N14"), {
            before: recap(talk),
            after: talk.words("stay.door-open"),
          }),
        ],
        move: { kind: "finish" },
      }),
    },
  ]);

const accountChoice = (talk: Talk, id: "freelancer" | "client" | "agency" | "team"): Choice => ({
  id,
  title: talk.words(`close.${id}`),
  words: talk.words(`close.${id}-words`).split(", "),
});

const accountType: Step = {
  name: "account-type",
  title: (talk) => talk.words("places.account-type"),
  show: (talk) => {
    const { accountType: told } = talk.case.beforehand;
    if (told !== null) {
      const forget = { beforehand: { ...talk.case.beforehand, accountType: null } };
      return { answered: { kind: "choice", choice: told, topic: null }, forget };
    }
    return {
      ask: asking(tell(talk, "N9a", [], { before: talk.words("close.account-type"), topic: "steps" }), [
        accountChoice(talk, "freelancer"),
        accountChoice(talk, "client"),
        accountChoice(talk, "agency"),
        accountChoice(talk, "team"),
      ]),
    };
  },
  take: (talk, answer) => {
    const type = chosen(answer);
    if (type === "freelancer") return { case: { accountType: type }, move: { kind: "next" } };
    return {
      case: { accountType: type, cause: "deadend" },
      says: [tell(talk, "X", [], { before: talk.words("close.only-freelancers"), offersPerson: true })],
      move: { kind: "switch", dialog: "escalate" },
    };
  },
};

const checklist: Step = {
  name: "checklist",
  title: (talk) => talk.words("places.checklist"),
  show: () => ({ move: { kind: "begin", dialog: "checklist" } }),
};

const steps: Step = {
  name: "steps",
  title: (talk) => talk.words("places.steps"),
  show: () => ({ move: { kind: "begin", dialog: "steps" } }),
};

const afterwards: Step = {
  name: "afterwards",
  title: (talk) => talk.words("places.afterwards"),
  show: (talk) => ({
    says: [tell(talk, "N13", talk.guide.node("N13"))],
    ask: asking(tell(talk, "N13", [], { before: talk.words("close.afterwards") }), [
      { id: "done", title: talk.words("close.all-done"), means: "yes" },
      { id: "regret", title: talk.words("close.regret"), topics: ["restore", "restore_deleted"] },
    ]),
  }),
  take: (_, answer) =>
    chosen(answer) === "regret"
      ? {
          case: { goal: "restore", decided: false, restoring: { which: "deleted" } },
          move: { kind: "switch", dialog: "restore", at: "way" },
        }
      : { move: { kind: "finish" } },
};

/** N9a to N13: which account, what must be finished first, the clicks, and what comes after. */
export const makeClose = (): GuideWaterfall =>
  new GuideWaterfall("close", [accountType, checklist, steps, afterwards]);

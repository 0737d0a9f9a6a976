import type { Choice } from "../src/nlu/interpretation.ts";
import { chosen, message, nodeMessage, prompt, type Step, type StepContext } from "./step.ts";
import { GuideWaterfall } from "./waterfall.ts";

function recap(conversation: StepContext): string {
  const kept = conversation.guide.alternatives.filter(
    ({ id }) => conversation.case.alternatives[id] === "chosen",
  );
  if (kept.length === 0) return conversation.words("stay.nothing-chosen");
  return conversation.words("stay.chosen", { alternatives: kept.map(({ title }) => title).join(", ") });
}

/** Builds the dialog that ends with the account kept (N14): a recap of the alternatives chosen. */
export const makeKeepAccount = (): GuideWaterfall =>
  new GuideWaterfall("stay", [
    {
      name: "recap",
      title: (conversation) => conversation.words("places.stay"),
      show: (conversation) => ({
        says: [
          nodeMessage(conversation, "N14", {
            before: recap(conversation),
            after: conversation.words("stay.door-open"),
          }),
        ],
        move: { kind: "finish" },
      }),
    },
  ]);

const accountChoice = (
  conversation: StepContext,
  id: "freelancer" | "client" | "agency" | "team",
): Choice => ({
  id,
  title: conversation.words(`close.${id}`),
  words: conversation.words(`close.${id}-words`).split(", "),
});

const accountType: Step = {
  name: "account-type",
  title: (conversation) => conversation.words("places.account-type"),
  show: (conversation) => {
    const { accountType: told } = conversation.case.beforehand;
    if (told !== null) {
      const forget = { beforehand: { ...conversation.case.beforehand, accountType: null } };
      return { answered: { kind: "choice", choice: told, topic: null }, forget };
    }
    return {
      ask: prompt(
        message(conversation, "N9a", [], {
          before: conversation.words("close.account-type"),
          topic: "steps",
        }),
        [
          accountChoice(conversation, "freelancer"),
          accountChoice(conversation, "client"),
          accountChoice(conversation, "agency"),
          accountChoice(conversation, "team"),
        ],
      ),
    };
  },
  take: (conversation, answer) => {
    const type = chosen(answer);
    if (type === "freelancer") return { case: { accountType: type }, move: { kind: "next" } };
    return {
      case: { accountType: type, cause: "deadend" },
      says: [
        message(conversation, "X", [], {
          before: conversation.words("close.only-freelancers"),
          offersPerson: true,
        }),
      ],
      move: { kind: "switch", dialog: "escalate" },
    };
  },
};

const checklist: Step = {
  name: "checklist",
  title: (conversation) => conversation.words("places.checklist"),
  show: () => ({ move: { kind: "begin", dialog: "checklist" } }),
};

const steps: Step = {
  name: "steps",
  title: (conversation) => conversation.words("places.steps"),
  show: () => ({ move: { kind: "begin", dialog: "steps" } }),
};

const afterwards: Step = {
  name: "afterwards",
  title: (conversation) => conversation.words("places.afterwards"),
  show: (conversation) => ({
    says: [nodeMessage(conversation, "N13")],
    ask: prompt(message(conversation, "N13", [], { before: conversation.words("close.afterwards") }), [
      { id: "done", title: conversation.words("close.all-done"), means: "yes" },
      { id: "regret", title: conversation.words("close.regret"), topics: ["restore", "restore_deleted"] },
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

/** Builds the closing dialog (N9a to N13): the account type, the checklist, the clicks, and what comes after. */
export const makeClose = (): GuideWaterfall =>
  new GuideWaterfall("close", [accountType, checklist, steps, afterwards]);

import type { Guide } from "../src/guide/guide.ts";
import type { Reason } from "../src/guide/schema.ts";
import type { Move, Step, StepAnswer, StepContext, StepResult } from "./step.ts";
import { chosen, gatePrompt, message, nodeMessage, prompt } from "./step.ts";
import { GuideWaterfall } from "./waterfall.ts";

/** Returns the reason that a recognised topic names, or undefined if the guide lists none. */
export const reasonFor = (guide: Guide, topic: string | null): Reason | undefined =>
  topic === null ? undefined : guide.reasons.find(({ topics }) => topics.includes(topic));

/** Returns the reason of an account that Upwork stopped. */
export const suspension = (guide: Guide): Reason | undefined =>
  guide.reasons.find(({ node }) => node === "N4c");

const reasonOf = (conversation: StepContext): Reason | undefined =>
  conversation.guide.reasons.find(({ id }) => id === conversation.case.reason);

const things: Step = {
  name: "things",
  title: (conversation) => conversation.words("places.weigh"),
  show: (conversation) => ({
    says: [nodeMessage(conversation, "N3")],
    move: { kind: "next" },
  }),
};

const reason: Step = {
  name: "reason",
  title: (conversation) => conversation.words("places.reason"),
  show: (conversation) => {
    if (conversation.case.reason) return { move: { kind: "next" } };
    return {
      says: [nodeMessage(conversation, "N4")],
      ask: prompt(
        message(conversation, "N4", [], { before: conversation.words("weigh.which-reason") }),
        conversation.guide.reasons.map(({ id, title, words, topics }) => ({ id, title, words, topics })),
      ),
    };
  },
  take: (_, answer) => ({ case: { reason: chosen(answer) }, move: { kind: "next" } }),
};

/** Returns the result of a reason's check question; a suspended account never goes on towards deleting. */
function afterCheck(conversation: StepContext, answer: StepAnswer): StepResult {
  const given = reasonOf(conversation);
  const option = given?.check?.options.find(({ id }) => id === chosen(answer));
  const go = option?.go;
  if (go === "person") {
    const suspended = given?.node === "N4c" ? { suspended: option?.means !== "no" } : {};
    return {
      case: { cause: "deadend", ...suspended },
      move: onwards(given),
    };
  }
  if (go === "restore" || given?.node === "N4c") {
    return {
      case: { goal: "restore", restoring: { which: "suspended" }, suspended: true },
      move: { kind: "switch", dialog: "restore", at: "way" },
    };
  }
  const said = option?.passages ?? [];
  return {
    ...(given && said.length > 0 ? { says: [message(conversation, given.node, said)] } : {}),
    move: { kind: "next" },
  };
}

const onwards = (given: Reason | undefined): Move =>
  given?.node === "N4c" ? { kind: "switch", dialog: "escalate" } : { kind: "begin", dialog: "escalate" };

const check: Step = {
  name: "check",
  title: (conversation) => reasonOf(conversation)?.title ?? conversation.words("places.reason"),
  show: (conversation) => {
    const given = reasonOf(conversation);
    if (!given) return { move: { kind: "next" } };
    if (!given.check) return { says: acknowledgeReason(conversation, given), move: { kind: "next" } };
    return {
      says: acknowledgeReason(conversation, given),
      ask: prompt(
        message(conversation, given.node, [], {
          before: given.check.question,
          topic: given.topics[0] ?? null,
        }),
        given.check.options,
      ),
    };
  },
  take: afterCheck,
};

const acknowledgeReason = (conversation: StepContext, given: Reason) =>
  given.passages.length > 0 ? [message(conversation, given.node, given.passages)] : [];

const alternatives: Step = {
  name: "alternatives",
  title: (conversation) => conversation.words("places.alternatives"),
  show: () => ({ move: { kind: "begin", dialog: "alternatives" } }),
};

const plans: Step = {
  name: "plans",
  title: (conversation) => conversation.words("places.plans"),
  show: (conversation) => ({
    says: [nodeMessage(conversation, "N7")],
    ask: prompt(message(conversation, "N7", [], { before: conversation.words("weigh.come-back") }), [
      { id: "maybe", title: conversation.words("weigh.maybe"), means: "yes" },
      { id: "unlikely", title: conversation.words("weigh.unlikely"), means: "no" },
      { id: "not-sure", title: conversation.words("weigh.not-sure"), means: "unsure" },
    ]),
  }),
  take: (conversation, answer) => {
    const comesBack = chosen(answer);
    const steer = comesBack === "maybe" && !("pause" in conversation.case.alternatives);
    return {
      case: { comesBack },
      move: steer ? { kind: "begin", dialog: "alternatives", at: "pause" } : { kind: "next" },
    };
  },
};

const consequences: Step = {
  name: "consequences",
  title: (conversation) => conversation.words("places.decision"),
  show: (conversation) => ({
    says: [nodeMessage(conversation, "N8")],
    move: { kind: "next" },
  }),
};

const decision: Step = {
  name: "decision",
  title: (conversation) => conversation.words("places.decision"),
  show: (conversation) => ({
    says: [nodeMessage(conversation, "N9")],
    ask: gatePrompt(message(conversation, "N9", [], { before: conversation.words("weigh.still-delete") }), [
      { id: "yes", title: conversation.words("weigh.yes-delete"), means: "yes", wish: "delete" },
      { id: "not-sure", title: conversation.words("weigh.not-sure"), means: "unsure" },
      { id: "no", title: conversation.words("weigh.no-keep"), means: "no", wish: "keep" },
    ]),
  }),
  take: (_, answer) => {
    switch (chosen(answer)) {
      case "yes":
        return {
          case: { decided: true, goal: "delete" },
          effect: "issue-receipt",
          move: { kind: "switch", dialog: "close" },
        };
      case "no":
        return { case: { decided: false }, move: { kind: "switch", dialog: "stay" } };
      default:
        return { case: { comesBack: null, decided: false }, move: { kind: "to", step: "plans" } };
    }
  },
};

/** Builds the weighing dialog (N3 to N9): the reason, the alternatives, what is lost, and an explicit yes or no. */
export const makeWeighOptions = (): GuideWaterfall =>
  new GuideWaterfall("weigh", [things, reason, check, alternatives, plans, consequences, decision]);

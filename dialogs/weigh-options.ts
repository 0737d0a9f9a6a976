import type { Guide } from "../src/guide/guide.ts";
import type { Reason } from "../src/guide/schema.ts";
import type { Answer, Move, Step, Taken, Talk } from "./step.ts";
import { asking, askingPlainly, chosen, tell } from "./step.ts";
import { GuideWaterfall } from "./waterfall.ts";

/** The reason that a recognised topic names, if the guide lists it. */
export const reasonFor = (guide: Guide, topic: string | null): Reason | undefined =>
  topic === null ? undefined : guide.reasons.find(({ topics }) => topics.includes(topic));

/** The reason of an account that Upwork stopped. */
export const suspension = (guide: Guide): Reason | undefined =>
  guide.reasons.find(({ node }) => node === "N4c");

const reasonOf = (talk: Talk): Reason | undefined =>
  talk.guide.reasons.find(({ id }) => id === talk.case.reason);

const things: Step = {
  name: "things",
  title: (talk) => talk.words("places.weigh"),
  show: (talk) => ({ says: [tell(talk, "N3", talk.guide.node("N3"))], move: { kind: "next" } }),
};

const reason: Step = {
  name: "reason",
  title: (talk) => talk.words("places.reason"),
  show: (talk) => {
    if (talk.case.reason) return { move: { kind: "next" } };
    return {
      says: [tell(talk, "N4", talk.guide.node("N4"))],
      ask: asking(
        tell(talk, "N4", [], { before: talk.words("weigh.which-reason") }),
        talk.guide.reasons.map(({ id, title, words, topics }) => ({ id, title, words, topics })),
      ),
    };
  },
  take: (_, answer) => ({ case: { reason: chosen(answer) }, move: { kind: "next" } }),
};

/** Where the answer to a reason's check question leads: a suspended account is never led towards deleting. */
function afterCheck(talk: Talk, answer: Answer): Taken {
  const given = reasonOf(talk);
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
  return { move: { kind: "next" } };
}

const onwards = (given: Reason | undefined): Move =>
  given?.node === "N4c" ? { kind: "switch", dialog: "escalate" } : { kind: "begin", dialog: "escalate" };

const check: Step = {
  name: "check",
  title: (talk) => reasonOf(talk)?.title ?? talk.words("places.reason"),
  show: (talk) => {
    const given = reasonOf(talk);
    if (!given) return { move: { kind: "next" } };
    if (!given.check) return { says: said(talk, given), move: { kind: "next" } };
    return {
      says: said(talk, given),
      ask: asking(
        tell(talk, given.node, [], { before: given.check.question, topic: given.topics[0] ?? null }),
        given.check.options,
      ),
    };
  },
  take: afterCheck,
};

const said = (talk: Talk, given: Reason) =>
  given.passages.length > 0 ? [tell(talk, given.node, given.passages)] : [];

const alternatives: Step = {
  name: "alternatives",
  title: (talk) => talk.words("places.alternatives"),
  show: () => ({ move: { kind: "begin", dialog: "alternatives" } }),
};

const plans: Step = {
  name: "plans",
  title: (talk) => talk.words("places.plans"),
  show: (talk) => ({
    says: [tell(talk, "N7", talk.guide.node("N7"))],
    ask: asking(tell(talk, "N7", [], { before: talk.words("weigh.come-back") }), [
      { id: "maybe", title: talk.words("weigh.maybe"), means: "yes" },
      { id: "unlikely", title: talk.words("weigh.unlikely"), means: "no" },
      { id: "not-sure", title: talk.words("weigh.not-sure"), means: "unsure" },
    ]),
  }),
  take: (talk, answer) => {
    const comesBack = chosen(answer);
    const steer = comesBack === "maybe" && !("pause" in talk.case.alternatives);
    return {
      case: { comesBack },
      move: steer ? { kind: "begin", dialog: "alternatives", at: "pause" } : { kind: "next" },
    };
  },
};

const consequences: Step = {
  name: "consequences",
  title: (talk) => talk.words("places.decision"),
  show: (talk) => ({ says: [tell(talk, "N8", talk.guide.node("N8"))], move: { kind: "next" } }),
};

const decision: Step = {
  name: "decision",
  title: (talk) => talk.words("places.decision"),
  show: (talk) => ({
    says: [tell(talk, "N9", talk.guide.node("N9"))],
    ask: askingPlainly(tell(talk, "N9", [], { before: talk.words("weigh.still-delete") }), [
      { id: "yes", title: talk.words("weigh.yes-delete"), means: "yes" },
      { id: "not-sure", title: talk.words("weigh.not-sure"), means: "unsure" },
      { id: "no", title: talk.words("weigh.no-keep"), means: "no" },
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

/** N3 to N9: the reason, what else there is, what is lost, and an explicit yes or no. */
export const makeWeigh = (): GuideWaterfall =>
  new GuideWaterfall("weigh", [things, reason, check, alternatives, plans, consequences, decision]);

import { asking, chosen, type Step, type Talk, tell } from "./step.ts";
import { GuideWaterfall } from "./waterfall.ts";

const kindOf = (talk: Talk): "deleted" | "suspended" =>
  talk.case.restoring["which"] === "suspended" ? "suspended" : "deleted";

const which: Step = {
  name: "which",
  title: (talk) => talk.words("places.restore"),
  show: (talk) => ({
    says: [tell(talk, "R0", talk.guide.node("R0"))],
    ask: asking(tell(talk, "R0", [], { before: talk.words("restore.which"), topic: "restore" }), [
      { id: "deleted", title: talk.words("restore.i-closed-it"), topics: ["restore_deleted"] },
      {
        id: "suspended",
        title: talk.words("restore.upwork-stopped-it"),
        topics: ["restore_suspended", "reason_suspension"],
      },
      { id: "neither", title: talk.words("restore.neither"), means: "no" },
      { id: "not-sure", title: talk.words("restore.not-sure"), means: "unsure" },
    ]),
  }),
  take: (talk, answer) => {
    const said = chosen(answer);
    if (said === "deleted" || said === "suspended")
      return {
        case: { restoring: { which: said }, suspended: said === "suspended" },
        move: { kind: "next" },
      };
    return {
      case: { cause: "deadend" },
      says: [tell(talk, "X", [], { before: talk.words("restore.neither-is-covered"), offersPerson: true })],
      move: { kind: "switch", dialog: "escalate" },
    };
  },
};

const way: Step = {
  name: "way",
  title: (talk) => talk.words("places.restore"),
  show: (talk) => ({ move: { kind: "begin", dialog: `restore-${kindOf(talk)}` } }),
};

const firstStep: Step = {
  name: "first-step",
  title: (talk) => talk.words("places.restore"),
  show: (talk) => ({
    says: [tell(talk, "R1", talk.guide.node("R1"), { topic: "contact_support" })],
    move: { kind: "next" },
  }),
};

const draft: Step = {
  name: "draft",
  title: (talk) => talk.words("places.draft"),
  show: () => ({ move: { kind: "begin", dialog: "draft" } }),
};

const expectations: Step = {
  name: "expectations",
  title: (talk) => talk.words("places.restore"),
  show: (talk) => ({
    says: [tell(talk, "R5", talk.guide.node("R5"))],
    ask: asking(
      tell(talk, "R5", [], { before: talk.words("restore.what-else"), topic: "restore", offersPerson: true }),
      [
        { id: "done", title: talk.words("restore.all-clear"), means: "no" },
        { id: "person", title: talk.words("restore.person"), means: "yes" },
      ],
    ),
  }),
  take: (_, answer) =>
    chosen(answer) === "person"
      ? { case: { cause: "asked" }, move: { kind: "begin", dialog: "escalate" } }
      : { move: { kind: "finish" } },
};

/** R0 to R5: who ended the account, what to gather, the request, and what to expect. */
export const makeRestore = (): GuideWaterfall =>
  new GuideWaterfall("restore", [which, way, firstStep, draft, expectations]);

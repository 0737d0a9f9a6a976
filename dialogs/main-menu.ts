import type { Guide } from "../src/guide/guide.ts";
import type { Reason } from "../src/guide/schema.ts";
import type { Choice } from "../src/nlu/interpretation.ts";
import { type Answer, asking, type Step, type Taken, type Talk, tell } from "./step.ts";
import { reasonFor, suspension } from "./weigh-options.ts";

const RESTORE = ["restore", "restore_deleted", "restore_suspended"];
const BREAK = ["alt_pause"];

/** The topics that say "I want to leave": the steps, doubts about leaving, and each reason; what asks for restoring does not. */
const leaving = (guide: Guide): string[] => [
  "steps",
  "steps_navigate",
  "decide",
  "future_plans",
  "alt_strategy",
  ...guide.reasons.flatMap(({ topics }) => topics).filter((topic) => !RESTORE.includes(topic)),
];

/** What may be wanted here, as the choices of a question. */
export const forks = (talk: Talk): Choice[] => [
  {
    id: "delete",
    title: talk.words("root.delete"),
    topics: leaving(talk.guide).filter((topic) => !BREAK.includes(topic)),
  },
  { id: "break", title: talk.words("root.break"), topics: BREAK },
  { id: "restore", title: talk.words("root.restore"), topics: RESTORE },
  {
    id: "question",
    title: talk.words("root.question"),
    words: talk.words("root.question-words").split(", "),
  },
  { id: "person", title: talk.words("root.person") },
];

/** The choice at the fork that a recognised topic picks, if any. */
export const forkFor = (talk: Talk, topic: string): string | undefined =>
  forks(talk).find(({ topics }) => topics?.includes(topic))?.id;

/** How a matter begins, by what was clicked or said at the fork. */
export function begin(talk: Talk, answer: Answer): Taken {
  const { choice, topic } = answer.kind === "choice" ? answer : { choice: null, topic: null };
  switch (choice) {
    case "delete":
      return weighing(talk, "delete", reasonFor(talk.guide, topic));
    case "break":
      return weighing(
        talk,
        "break",
        talk.guide.reasons.find(({ node }) => node === "N4g"),
      );
    case "restore":
      return restoring(topic);
    case "person":
      return {
        case: { goal: talk.case.goal ?? "person", cause: "asked" },
        move: { kind: "begin", dialog: "escalate" },
      };
    case "no-more":
      return { move: { kind: "next" } };
    default:
      return { case: { goal: talk.case.goal ?? "question" }, move: { kind: "begin", dialog: "question" } };
  }
}

/** Weighing begins with what is known of the reason; for an account that Upwork stopped, restoring comes first. */
function weighing(talk: Talk, goal: "delete" | "break", given: Reason | undefined): Taken {
  const reason = talk.case.suspended ? suspension(talk.guide) : given;
  const at = goal === "break" || reason?.node === "N4c" ? { at: "check" } : {};
  return {
    case: { goal, reason: reason?.id ?? null, decided: false },
    move: { kind: "begin", dialog: "weigh", ...at },
  };
}

function restoring(topic: string | null): Taken {
  const which = topic === "restore_deleted" ? "deleted" : topic === "restore_suspended" ? "suspended" : null;
  return {
    case: {
      goal: "restore",
      restoring: which ? { which } : {},
      decided: false,
      ...(which === "suspended" ? { suspended: true } : {}),
    },
    move: { kind: "begin", dialog: "restore", ...(which ? { at: "way" } : {}) },
  };
}

/** N1: what the person came for. */
export const fork: Step = {
  name: "fork",
  title: (talk) => talk.words("places.fork"),
  show: (talk) => ({
    ask: asking(tell(talk, "N1", talk.guide.node("N1"), { before: talk.words("root.fork") }), forks(talk)),
  }),
  take: begin,
};

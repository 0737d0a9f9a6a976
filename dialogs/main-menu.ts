import type { Guide } from "../src/guide/guide.ts";
import type { Reason } from "../src/guide/schema.ts";
import type { Choice } from "../src/nlu/interpretation.ts";
import {
  nodeMessage,
  prompt,
  type Step,
  type StepAnswer,
  type StepContext,
  type StepResult,
} from "./step.ts";
import { reasonFor, suspension } from "./weigh-options.ts";

const RESTORE = ["restore", "restore_deleted", "restore_suspended"];
const BREAK = ["alt_pause"];

/** Returns the topics of somebody who wants to leave: the steps, doubts, and each reason, but none of restoring. */
const leavingTopics = (guide: Guide): string[] => [
  "steps",
  "steps_navigate",
  "decide",
  "future_plans",
  "alt_strategy",
  ...guide.reasons.flatMap(({ topics }) => topics).filter((topic) => !RESTORE.includes(topic)),
];

/** Choices of the main menu that have titles in other languages too. */
export const menuChoices = ["delete", "break", "restore", "person"] as const;
export type MenuChoice = (typeof menuChoices)[number];

/** Returns the id of a main menu button that is shown while another question is open. */
export const menuId = (choice: MenuChoice): string => `menu:${choice}`;

const titleOf = ({ native, words }: Pick<StepContext, "native" | "words">, choice: MenuChoice): string =>
  native?.[choice] ?? words(`root.${choice}`);

/** Buttons of the main menu to stand with another question. */
export const menuButtons = (
  conversation: Pick<StepContext, "native" | "words">,
): Pick<Choice, "id" | "title">[] =>
  menuChoices.map((choice) => ({ id: menuId(choice), title: titleOf(conversation, choice) }));

/** Returns the choices of the main menu. */
export const mainMenuChoices = (conversation: StepContext): Choice[] => [
  {
    id: "delete",
    title: titleOf(conversation, "delete"),
    wish: "delete",
    topics: leavingTopics(conversation.guide).filter((topic) => !BREAK.includes(topic)),
  },
  { id: "break", title: titleOf(conversation, "break"), topics: BREAK, wish: "break" },
  { id: "restore", title: titleOf(conversation, "restore"), topics: RESTORE, wish: "restore" },
  {
    id: "question",
    title: conversation.words("root.question"),
    words: conversation.words("root.question-words").split(", "),
  },
  // in the desk's own language it stands among the commands already
  {
    id: "person",
    title: titleOf(conversation, "person"),
    wish: "person",
    ...(conversation.native === null ? { unlisted: true as const } : {}),
  },
];

/** Returns the id of the main menu choice that a recognised topic picks; undefined if none. */
export const mainMenuFor = (conversation: StepContext, topic: string): string | undefined =>
  mainMenuChoices(conversation).find(({ topics }) => topics?.includes(topic))?.id;

/** Begins what was clicked or said at the main menu. */
export function begin(conversation: StepContext, answer: StepAnswer): StepResult {
  const { choice, topic } = answer.kind === "choice" ? answer : { choice: null, topic: null };
  switch (choice) {
    case "delete":
      return beginWeighing(conversation, "delete", reasonFor(conversation.guide, topic));
    case "break":
      return beginWeighing(
        conversation,
        "break",
        conversation.guide.reasons.find(({ node }) => node === "N4g"),
      );
    case "restore":
      return restoring(topic);
    case "person":
      return {
        case: { goal: conversation.case.goal ?? "person", cause: "asked" },
        move: { kind: "begin", dialog: "escalate" },
      };
    case "no-more":
      return { move: { kind: "next" } };
    default:
      return {
        case: { goal: conversation.case.goal ?? "question" },
        move: { kind: "begin", dialog: "question" },
      };
  }
}

/** Begins weighing with the known reason; for an account that Upwork stopped, restoring comes first. */
function beginWeighing(
  conversation: StepContext,
  goal: "delete" | "break",
  given: Reason | undefined,
): StepResult {
  const reason = conversation.case.suspended ? suspension(conversation.guide) : given;
  const at = goal === "break" || reason?.node === "N4c" ? { at: "check" } : {};
  return {
    case: { goal, reason: reason?.id ?? null, decided: false },
    move: { kind: "begin", dialog: "weigh", ...at },
  };
}

function restoring(topic: string | null): StepResult {
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
export const mainMenu: Step = {
  name: "fork",
  title: (conversation) => conversation.words("places.fork"),
  show: (conversation) => ({
    ask: prompt(
      nodeMessage(conversation, "N1", { before: conversation.words("root.fork") }),
      mainMenuChoices(conversation),
    ),
  }),
  take: begin,
};

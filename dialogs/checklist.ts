import type { Guide } from "../src/guide/guide.ts";
import type { ChecklistItem } from "../src/guide/schema.ts";
import type { StepCard } from "./step.ts";
import { chosen, message, prompt, type Step, type StepContext } from "./step.ts";
import { GuideWaterfall } from "./waterfall.ts";

const marked = (conversation: StepContext, item: ChecklistItem, as: "done" | "open") => ({
  checklist: { ...conversation.case.checklist, [item.id]: as },
});

/** the item at which money that was mentioned is mentioned again */
const PAYMENTS = "payments";

const standsAt = (conversation: StepContext): StepCard => ({
  kind: "checklist",
  items: conversation.guide.checklist.map(({ id, title }) => ({
    id,
    title,
    state: conversation.case.checklist[id] ?? "todo",
  })),
});

const itemStep = (item: ChecklistItem): Step => ({
  name: item.id,
  title: (conversation) => conversation.words("places.checklist-item", { item: item.title }),
  show: (conversation) => ({
    ask: prompt(
      message(conversation, "N10", item.passages, {
        topic: "steps_contracts",
        card: standsAt(conversation),
        ...(item.id === PAYMENTS && conversation.case.beforehand.pending !== null
          ? {
              before: conversation.words("checklist.pending", {
                amount: conversation.case.beforehand.pending,
              }),
            }
          : {}),
        after:
          conversation.case.checklist[item.id] === "open"
            ? conversation.words("checklist.when-ready", { question: item.question })
            : item.question,
      }),
      item.options,
    ),
  }),
  take: (conversation, answer) => {
    const option = item.options.find(({ id }) => id === chosen(answer));
    if (option?.go === "person")
      return {
        case: { ...marked(conversation, item, "open"), cause: "deadend" },
        move: { kind: "begin", dialog: "escalate", aside: true },
      };
    if (option?.means === "yes") return { case: marked(conversation, item, "done"), move: { kind: "next" } };
    return {
      case: marked(conversation, item, "open"),
      says: [
        message(conversation, "N10", [], {
          before: item.parked,
          after: conversation.words("checklist.parked"),
          topic: "steps_contracts",
        }),
      ],
      move: { kind: "to", step: item.id },
    };
  },
});

/** N10: what must be finished first, item by item. An open item parks the conversation right there. */
export const makeChecklist = (guide: Guide): GuideWaterfall =>
  new GuideWaterfall("checklist", [
    {
      name: "intro",
      title: (conversation) => conversation.words("places.checklist"),
      show: (conversation) => ({
        says: [message(conversation, "N10", guide.node("N10"), { topic: "steps_contracts" })],
        move: { kind: "next" },
      }),
    },
    ...guide.checklist.map(itemStep),
  ]);

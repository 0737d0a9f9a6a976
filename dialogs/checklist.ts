import type { Guide } from "../src/guide/guide.ts";
import type { ChecklistItem } from "../src/guide/schema.ts";
import type { Card } from "./step.ts";
import { asking, chosen, type Step, type Talk, tell } from "./step.ts";
import { GuideWaterfall } from "./waterfall.ts";

const marked = (talk: Talk, item: ChecklistItem, as: "done" | "open") => ({
  checklist: { ...talk.case.checklist, [item.id]: as },
});

/** the item at which money that was mentioned is mentioned again */
const PAYMENTS = "payments";

const standsAt = (talk: Talk): Card => ({
  kind: "checklist",
  items: talk.guide.checklist.map(({ id, title }) => ({
    id,
    title,
    state: talk.case.checklist[id] ?? "todo",
  })),
});

const itemStep = (item: ChecklistItem): Step => ({
  name: item.id,
  title: (talk) => talk.words("places.checklist-item", { item: item.title }),
  show: (talk) => ({
    ask: asking(
      tell(talk, "N10", item.passages, {
        topic: "steps_contracts",
        card: standsAt(talk),
        ...(item.id === PAYMENTS && talk.case.beforehand.pending !== null
          ? { before: talk.words("checklist.pending", { amount: talk.case.beforehand.pending }) }
          : {}),
        after:
          talk.case.checklist[item.id] === "open"
            ? talk.words("checklist.when-ready", { question: item.question })
            : item.question,
      }),
      item.options,
    ),
  }),
  take: (talk, answer) => {
    const option = item.options.find(({ id }) => id === chosen(answer));
    if (option?.go === "person")
      return {
        case: { ...marked(talk, item, "open"), cause: "deadend" },
        move: { kind: "begin", dialog: "escalate", aside: true },
      };
    if (option?.means === "yes") return { case: marked(talk, item, "done"), move: { kind: "next" } };
    return {
      case: marked(talk, item, "open"),
      says: [
        tell(talk, "N10", [], {
          before: item.parked,
          after: talk.words("checklist.parked"),
          topic: "steps_contracts",
        }),
      ],
      move: { kind: "to", step: item.id },
    };
  },
});

/** N10: what must be finished first, item by item. An open item parks the talk right there. */
export const makeChecklist = (guide: Guide): GuideWaterfall =>
  new GuideWaterfall("checklist", [
    {
      name: "intro",
      title: (talk) => talk.words("places.checklist"),
      show: (talk) => ({
        says: [tell(talk, "N10", guide.node("N10"), { topic: "steps_contracts" })],
        move: { kind: "next" },
      }),
    },
    ...guide.checklist.map(itemStep),
  ]);

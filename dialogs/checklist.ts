import type { Guide } from "../src/guide/guide.ts";
import type { ChecklistItem } from "../src/guide/schema.ts";
import { pendingMoney } from "./facts.ts";
import type { Case } from "./state.ts";
import type { Prompt, StepCard } from "./step.ts";
import { chosen, gatePrompt, message, nodeMessage, type Step, type StepContext } from "./step.ts";
import { GuideWaterfall } from "./waterfall.ts";

const markItem = (conversation: StepContext, item: ChecklistItem, as: "done" | "open") => ({
  checklist: { ...conversation.case.checklist, [item.id]: as },
});

/** the items of which people tell without being asked */
const PAYMENTS = "payments";
const CONTRACTS = "contracts";

const checklistCard = (conversation: StepContext): StepCard => ({
  kind: "checklist",
  items: conversation.guide.checklist.map(({ id, title }) => ({
    id,
    title,
    state: conversation.case.checklist[id] ?? "todo",
  })),
});

/**
 * Returns the words before an item's question; before the payments item they name the money that the person mentioned.
 */
const mentionPendingMoney = (conversation: StepContext, item: ChecklistItem): { before?: string } => {
  const amount = item.id === PAYMENTS ? pendingMoney(conversation.case) : null;
  return amount === null ? {} : { before: conversation.words("checklist.pending", { amount }) };
};

/** Returns the question that asks back a yes which contradicts what the person has said, or nothing. */
function challengeYes(
  conversation: StepContext,
  item: ChecklistItem,
  done: string | undefined,
): Pick<Prompt, "standing"> {
  const { case: known, words } = conversation;
  if (done === undefined) return {};
  const amount = item.id === PAYMENTS ? pendingMoney(known) : null;
  if (amount !== null)
    return { standing: { option: done, question: words("checklist.has-arrived", { amount }) } };
  const open = item.id === CONTRACTS && known.facts.contracts === "open";
  const parked = known.checklist[item.id] === "open";
  if (!open && !parked) return {};
  return { standing: { option: done, question: words("checklist.now-done", { item: item.title }) } };
}

/** Reports whether the person has said that an item is settled, and nothing against it. */
function isTold(conversation: StepContext, item: ChecklistItem): boolean {
  const { facts, checklist } = conversation.case;
  if (checklist[item.id] !== undefined) return false;
  if (item.id === PAYMENTS && pendingMoney(conversation.case) !== null) return false;
  if (item.id === CONTRACTS && facts.contracts === "open") return false;
  return facts.settled.includes(item.id);
}

const doneOptionOf = (item: ChecklistItem): string | undefined =>
  item.options.find(({ means }) => means === "yes")?.id;

const itemStep = (item: ChecklistItem): Step => ({
  name: item.id,
  title: (conversation) => conversation.words("places.checklist-item", { item: item.title }),
  show: (conversation) => {
    const done = doneOptionOf(item);
    if (conversation.case.checklist[item.id] === "done") return { move: { kind: "next" } };
    if (done !== undefined && isTold(conversation, item))
      return { answered: { kind: "choice", choice: done, topic: null }, forget: {} };
    return {
      ask: {
        ...gatePrompt(
          message(conversation, "N10", [], {
            more: item.passages,
            topic: "steps_contracts",
            card: checklistCard(conversation),
            ...mentionPendingMoney(conversation, item),
            after:
              conversation.case.checklist[item.id] === "open"
                ? conversation.words("checklist.when-ready", { question: item.question })
                : item.question,
          }),
          item.options,
        ),
        ...challengeYes(conversation, item, done),
      },
    };
  },
  take: (conversation, answer) => {
    const option = item.options.find(({ id }) => id === chosen(answer));
    if (option?.go === "person")
      return {
        case: { ...markItem(conversation, item, "open"), cause: "deadend" },
        move: { kind: "begin", dialog: "escalate", aside: true },
      };
    if (option?.means === "yes")
      return {
        case: { ...markItem(conversation, item, "done"), ...factsWhenDone(conversation, item) },
        move: { kind: "next" },
      };
    return {
      case: markItem(conversation, item, "open"),
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

/** Returns the changes to the case once an item is done: no pending money, or no open contracts. */
function factsWhenDone({ case: { facts, beforehand } }: StepContext, item: ChecklistItem): Partial<Case> {
  if (item.id === PAYMENTS)
    return { facts: { ...facts, money: "" }, beforehand: { ...beforehand, pending: null } };
  return item.id === CONTRACTS ? { facts: { ...facts, contracts: "none" } } : {};
}

/** the items that are asked about one by one; the others may be answered together */
const ONE_BY_ONE: readonly string[] = [CONTRACTS, PAYMENTS];

/**
 * Asks about all items but money and contracts in one question; a person with something left goes through them one by
 * one.
 */
const restStep = (items: readonly ChecklistItem[]): Step => ({
  name: "all-commitments",
  title: (conversation) => conversation.words("places.checklist"),
  show: (conversation) => {
    const { checklist } = conversation.case;
    const left = items.filter((item) => checklist[item.id] !== "done" && !isTold(conversation, item));
    if (left.length < 2 || items.some(({ id }) => checklist[id] === "open"))
      return { move: { kind: "next" } };
    return {
      ask: gatePrompt(
        message(conversation, "N10", [], {
          before: conversation.words("checklist.rest", {
            items: left.map(({ short }) => `- ${short}`).join("\n"),
          }),
          topic: "steps_contracts",
        }),
        [
          { id: "done", title: conversation.words("checklist.rest-done"), means: "yes" },
          { id: "not-yet", title: conversation.words("checklist.rest-open"), means: "no" },
          ...left.flatMap(({ options }) => options.filter(({ go }) => go === "person")),
        ],
      ),
    };
  },
  take: (conversation, answer) => {
    const choice = chosen(answer);
    const item = items.find(({ options }) => options.some(({ id, go }) => id === choice && go === "person"));
    if (item !== undefined)
      return {
        case: { ...markItem(conversation, item, "open"), cause: "deadend" },
        move: { kind: "begin", dialog: "escalate", aside: true },
      };
    if (choice !== "done") return { move: { kind: "next" } };
    const done = Object.fromEntries(items.map(({ id }) => [id, "done" as const]));
    return { case: { checklist: { ...conversation.case.checklist, ...done } }, move: { kind: "end" } };
  },
});

/**
 * Builds the checklist dialog (N10): what must be finished first, item by item. An open item parks the conversation
 * there.
 */
export const makeChecklist = (guide: Guide): GuideWaterfall =>
  new GuideWaterfall("checklist", [
    {
      name: "intro",
      title: (conversation) => conversation.words("places.checklist"),
      show: (conversation) => ({
        says: [nodeMessage(conversation, "N10", { topic: "steps_contracts" })],
        move: { kind: "next" },
      }),
    },
    ...guide.checklist.filter(({ id }) => ONE_BY_ONE.includes(id)).map(itemStep),
    restStep(guide.checklist.filter(({ id }) => !ONE_BY_ONE.includes(id))),
    ...guide.checklist.filter(({ id }) => !ONE_BY_ONE.includes(id)).map(itemStep),
  ]);

import type { Choice } from "../src/nlu/interpretation.ts";
import { ticketName } from "../src/tickets/ticket.ts";
import { whileWaiting } from "./distress.ts";
import { contactSteps, ticketReceiptCard, waitingMessages } from "./escalate-contact.ts";
import {
  chosen,
  type Message,
  message,
  prompt,
  type Step,
  type StepContext,
  type StepResult,
} from "./step.ts";
import { GuideWaterfall } from "./waterfall.ts";

/** Two or three lines on the matter for the desk's people: as the person corrected it, or made of what they said. */
export function summarise(conversation: StepContext): string {
  if (conversation.case.summary !== null) return conversation.case.summary;
  const { words, guide } = conversation;
  const reason = guide.reasons.find(({ id }) => id === conversation.case.reason);
  const facts = [
    reason && words("summary.reason", { reason: reason.title }),
    conversation.case.accountType &&
      words("summary.account", { type: words(`summary.${accountType(conversation.case.accountType)}`) }),
    ...Object.entries(conversation.case.restoring)
      .filter(([id]) => id !== "which")
      .map(([, answer]) => answer),
  ].filter((fact) => typeof fact === "string");
  const open = guide.checklist
    .filter(({ id }) => conversation.case.checklist[id] === "open")
    .map(({ title }) => title);
  const erases = conversation.case.cause === "erase" && conversation.case.goal !== "erase";
  return [
    erases ? words("summary.goal-erase") : "",
    words(`summary.goal-${goalOf(conversation)}`),
    facts.length > 0 ? facts.join("; ") : "",
    open.length > 0 ? words("summary.open", { items: open.join(", ") }) : "",
    conversation.question !== null ? words("summary.question", { words: conversation.question }) : "",
  ]
    .filter((line) => line !== "")
    .join("\n");
}

function goalOf(conversation: StepContext) {
  if (conversation.case.goal !== "restore") return conversation.case.goal ?? "question";
  return conversation.case.restoring["which"] === "suspended"
    ? "restore-suspended"
    : conversation.case.restoring["which"] === "deleted"
      ? "restore-deleted"
      : "restore";
}

function accountType(type: string): "client" | "agency" | "team" | "freelancer" {
  return type === "client" || type === "agency" || type === "team" ? type : "freelancer";
}

const titled = (conversation: StepContext): string => conversation.words("places.escalate");
const numberOf = (conversation: StepContext): string => ticketName(conversation.ticket?.number ?? 0);

/** Says that the ticket is open already, and what somebody who waits can expect. */
export const alreadyOpen = (conversation: StepContext): Message =>
  message(conversation, "X", [], {
    before: conversation.words("escalate.already", { number: numberOf(conversation) }),
    after: waitingMessages(conversation, "your-place"),
    card: ticketReceiptCard(conversation),
  });

const wanted: Step = {
  name: "wanted",
  title: titled,
  asksDesk: true,
  show: (conversation) => {
    const state = conversation.ticket?.state;
    if (state?.kind === "open")
      return { says: [alreadyOpen(conversation)], move: { kind: "to", step: "waiting" } };
    return { move: { kind: "to", step: state?.reopenable ? "closed" : "consent" } };
  },
};

const closed: Step = {
  name: "closed",
  title: titled,
  show: (conversation) => ({
    ask: prompt(
      message(conversation, "X", [], {
        before: conversation.words("escalate.closed", { number: numberOf(conversation) }),
        offersPerson: true,
      }),
      [
        { id: "reopen", title: conversation.words("escalate.reopen"), means: "yes" },
        { id: "new", title: conversation.words("escalate.new") },
        { id: "no", title: conversation.words("escalate.no"), means: "no" },
      ],
    ),
  }),
  take: (conversation, answer) => {
    switch (chosen(answer)) {
      case "reopen":
        return { case: { reopening: true }, move: { kind: "to", step: "contact" } };
      case "new":
        return { case: { reopening: false, summary: null }, move: { kind: "to", step: "consent" } };
      default:
        return declined(conversation);
    }
  },
};

const declined = (conversation: StepContext): StepResult => ({
  case: { cause: null },
  says: [message(conversation, "X", [], { before: conversation.words("escalate.declined") })],
  move: { kind: "end" },
});

const consent: Step = {
  name: "consent",
  title: titled,
  show: (conversation) => ({
    says: [
      message(conversation, "X", conversation.guide.node("X"), {
        before: conversation.words(`escalate.${becauseOf(conversation)}`),
        offersPerson: true,
      }),
    ],
    ask: prompt(
      message(conversation, "X", [], {
        before: conversation.words("escalate.consent", { summary: summarise(conversation) }),
        offersPerson: true,
      }),
      [
        { id: "yes", title: conversation.words("escalate.yes"), means: "yes" },
        { id: "change", title: conversation.words("escalate.change") },
        { id: "no", title: conversation.words("escalate.no"), means: "no" },
      ],
    ),
  }),
  take: (conversation, answer) => {
    switch (chosen(answer)) {
      case "yes":
        return {
          case: { summary: summarise(conversation), reopening: false },
          move: { kind: "to", step: "contact" },
        };
      case "change":
        return { move: { kind: "to", step: "summary" } };
      default:
        return declined(conversation);
    }
  },
};

const summary: Step = {
  name: "summary",
  title: titled,
  show: (conversation) => ({
    ask: prompt(
      message(conversation, "X", [], { before: conversation.words("escalate.correct") }),
      [{ id: "keep", title: conversation.words("escalate.keep") }],
      "text",
    ),
  }),
  take: (_, answer) => ({
    ...(answer.kind === "text" ? { case: { summary: answer.text } } : {}),
    move: { kind: "to", step: "consent" },
  }),
};

const otherWay = (conversation: StepContext): Choice => ({
  id: "contact",
  title: conversation.words("escalate.other-way"),
});
const takeBack = (conversation: StepContext): Choice => ({
  id: "withdraw",
  title: conversation.words("withdraw.button"),
});

/** What led here, where it is told before the consent. */
const becauseOf = ({ case: { cause } }: StepContext) =>
  cause === null || cause === "distress" ? "asked" : cause;

const waiting: Step = {
  name: "waiting",
  title: (conversation) => conversation.words("places.waiting"),
  show: (conversation) =>
    conversation.ticket?.state.kind === "closed"
      ? { move: { kind: "end" } }
      : {
          ask:
            conversation.case.cause === "distress"
              ? prompt(whileWaiting(conversation), [otherWay(conversation), takeBack(conversation)])
              : prompt(message(conversation, "X", [], { before: conversation.words("escalate.meanwhile") }), [
                  { id: "go-on", title: conversation.words("escalate.go-on"), means: "yes" },
                  otherWay(conversation),
                  takeBack(conversation),
                  { id: "done", title: conversation.words("escalate.done"), means: "no" },
                ]),
        },
  take: (_, answer) => {
    switch (chosen(answer)) {
      case "done":
        return { move: { kind: "finish" } };
      case "contact":
        return { move: { kind: "to", step: "contact" } };
      case "withdraw":
        return { move: { kind: "begin", dialog: "withdraw", aside: true } };
      default:
        return { move: { kind: "end" } };
    }
  },
};

/** X: consent, a summary that may be corrected, how and when to be answered, a ticket; and the guide goes on meanwhile. */
export const makeEscalate = (): GuideWaterfall =>
  new GuideWaterfall("escalate", [wanted, closed, consent, summary, ...contactSteps, waiting]);

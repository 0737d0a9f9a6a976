import type { Choice } from "../src/nlu/interpretation.ts";
import type { Contact } from "../src/store/ticket.ts";
import { ticketName } from "../src/tickets/ticket.ts";
import { supportWhileWaiting } from "./distress.ts";
import { addressSteps, contactFor, takeAddress } from "./escalate-address.ts";
import {
  chosen,
  type Move,
  message,
  prompt,
  type Step,
  type StepAnswer,
  type StepCard,
  type StepContext,
  type StepResult,
  type StepView,
} from "./step.ts";
import { heldWords, waitingMessages } from "./waiting-words.ts";

const placeTitle = (conversation: StepContext): string => conversation.words("places.escalate");
const numberOf = (conversation: StepContext): string => ticketName(conversation.ticket?.number ?? 0);

const late: Step = {
  name: "late",
  title: placeTitle,
  show: (conversation) => ({
    says: [
      message(conversation, "X", [], {
        before: conversation.words("escalate.late", { number: numberOf(conversation) }),
      }),
    ],
    move: { kind: "to", step: "contact" },
  }),
};

const withoutMail = (conversation: StepContext): StepResult => ({
  says: [message(conversation, "X", [], { before: conversation.words("escalate.no-mail") })],
  move: { kind: "to", step: "contact" },
});

const hereChoice = (conversation: StepContext): Choice => ({
  id: "here",
  title: conversation.words("escalate.here"),
  words: conversation.words("escalate.here-words").split(", "),
  unlisted: true,
});
const laterChoice = (conversation: StepContext): Choice => ({
  id: "later",
  title: conversation.words("escalate.later"),
  words: conversation.words("escalate.later-words").split(", "),
  unlisted: true,
});
const byEmail = (conversation: StepContext): Choice => ({
  id: "email",
  title: conversation.words(
    conversation.ticket?.contact.kind === "email" ? "escalate.another-email" : "escalate.by-email",
  ),
  words: conversation.words("escalate.by-email-words").split(", "),
});

/**
 * Offers what somebody can do while they wait: e-mail where the desk has it, the guide, or withdrawal of the ticket.
 */
function waitPrompt(conversation: StepContext): StepView {
  const { words, outlook, ticket } = conversation;
  const inDistress = conversation.case.cause === "distress";
  const line = inDistress
    ? supportWhileWaiting(conversation)
    : message(conversation, "X", [], { before: words("escalate.meanwhile") });
  const choices: Choice[] = [
    ...(inDistress ? [] : [{ id: "go-on", title: words("escalate.go-on"), means: "yes" } as const]),
    ...(outlook?.mail ? [byEmail(conversation)] : []),
    ...(ticket?.state.kind === "open" ? [{ id: "withdraw", title: words("withdraw.button") }] : []),
    ...(inDistress ? [] : [{ id: "done", title: words("escalate.done"), means: "no" } as const]),
    hereChoice(conversation),
    laterChoice(conversation),
  ];
  return { ask: prompt(line, choices, "email") };
}

function takeWhileWaiting(conversation: StepContext, answer: StepAnswer): StepResult {
  if (answer.kind === "email" || answer.kind === "addresses")
    return conversation.outlook?.mail ? takeAddress(conversation, answer) : withoutMail(conversation);
  switch (chosen(answer)) {
    case "email":
      return { move: { kind: "to", step: "email" } };
    case "withdraw":
      return { move: { kind: "begin", dialog: "withdraw", aside: true } };
    case "done":
      return { move: { kind: "finish" } };
    case "here":
      return contactFor(conversation, { kind: "here" });
    case "later":
      return contactFor(conversation, { kind: "later" });
    default:
      return { move: { kind: "end" } };
  }
}

/** Where the ticket was just opened, or a promise was not kept: somebody who waits can have the answer by e-mail too. */
const contact: Step = {
  name: "contact",
  title: placeTitle,
  asksDesk: true,
  show: (conversation) =>
    conversation.ticket === null ? contactBeforeTicket(conversation) : waitingView(conversation),
  take: takeWhileWaiting,
};

const waitingView = (conversation: StepContext): StepView =>
  conversation.ticket?.state.kind === "closed" ? { move: { kind: "end" } } : waitPrompt(conversation);

/** Asks for the contact before a ticket is open, for conversations that an earlier version left at this step. */
const contactBeforeTicket = (conversation: StepContext): StepView => ({
  ask: prompt(
    message(conversation, "X", [], { before: waitingMessages(conversation, "place") }),
    [
      { id: "here", title: conversation.words("escalate.here"), words: hereChoice(conversation).words ?? [] },
      ...(conversation.outlook?.mail ? [byEmail(conversation)] : []),
      laterChoice(conversation),
    ],
    "email",
  ),
});

const waiting: Step = {
  name: "waiting",
  title: (conversation) => conversation.words("places.waiting"),
  asksDesk: true,
  show: waitingView,
  take: takeWhileWaiting,
};

/** Renders what follows for the chosen contact. */
function nextFor(conversation: StepContext): string {
  const chosenWay = conversation.case.contact ?? { kind: "here" };
  const held = heldWords(conversation);
  if (held !== "") return chosenWay.kind === "here" ? held : `${held} ${nextBy(conversation, chosenWay)}`;
  return nextBy(conversation, chosenWay);
}

function nextBy(conversation: StepContext, chosenWay: Contact): string {
  switch (chosenWay.kind) {
    case "email":
      return conversation.words("escalate.next-by-email", { address: chosenWay.address });
    case "later":
      return conversation.words("escalate.next-later");
    case "here":
      return conversation.words("escalate.next-here");
    default:
      return chosenWay satisfies never;
  }
}

/** Builds the card of the open ticket, with its place in the queue where the outlook is known. */
export const ticketReceiptCard = (conversation: StepContext): StepCard => ({
  kind: "ticket",
  number: conversation.ticket?.number ?? 0,
  contact: conversation.ticket?.contact ?? { kind: "here" },
  ...(conversation.outlook && heldWords(conversation) === "" ? { place: conversation.outlook.place } : {}),
});

const openedAs = ({ case: { cause, reopening } }: StepContext) =>
  cause === "distress" ? "distress.opened" : reopening ? "escalate.reopened" : "escalate.opened";

const opened: Step = {
  name: "opened",
  title: placeTitle,
  asksDesk: true,
  show: (conversation) => ({
    says: [
      message(conversation, "X", [], {
        before: conversation.words(openedAs(conversation), { number: numberOf(conversation) }),
        after:
          conversation.case.cause === "distress"
            ? waitingMessages(conversation, "your-place")
            : nextFor(conversation),
        card: ticketReceiptCard(conversation),
      }),
    ],
    move: { kind: "to", step: conversation.case.cause === "distress" ? "waiting" : "contact" },
  }),
};

/** Reopens the ticket with the contact that it had. */
export function reopenTicket(conversation: StepContext, move: Move): StepResult {
  const contact = conversation.ticket?.contact ?? { kind: "here" };
  return { case: { reopening: true, contact, which: [] }, effect: "reopen-ticket", move };
}

const noted: Step = {
  name: "noted",
  title: placeTitle,
  show: (conversation) => ({
    says: [
      message(conversation, "X", [], {
        before: conversation.words("escalate.noted"),
        after: nextFor(conversation),
      }),
    ],
    move: conversation.case.late ? { kind: "end" } : { kind: "to", step: "waiting" },
  }),
};

/** What somebody with a ticket is told and can choose while they wait. */
export const contactSteps: readonly Step[] = [late, contact, ...addressSteps, opened, noted, waiting];

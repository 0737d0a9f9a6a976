import { ticketName } from "../src/tickets/ticket.ts";
import { consent, declineHandover } from "./escalate-consent.ts";
import { contactSteps, reopenTicket, ticketReceiptCard } from "./escalate-contact.ts";
import { chosen, type Message, message, nodeMessage, prompt, type Step, type StepContext } from "./step.ts";
import { waitingMessages } from "./waiting-words.ts";
import { GuideWaterfall } from "./waterfall.ts";

const placeTitle = (conversation: StepContext): string => conversation.words("places.escalate");
const numberOf = (conversation: StepContext): string => ticketName(conversation.ticket?.number ?? 0);

/** Renders the message that a ticket is open already, and what to expect while waiting. */
export const alreadyOpen = (conversation: StepContext): Message =>
  message(conversation, "X", [], {
    before: conversation.words("escalate.already", { number: numberOf(conversation) }),
    after: waitingMessages(conversation, "your-place"),
    card: ticketReceiptCard(conversation),
  });

/** Builds the message before the consent: why a person is offered and what to expect after a yes. */
const introduction = (conversation: StepContext): Message =>
  nodeMessage(conversation, "X", {
    before: conversation.words(`escalate.${becauseOf(conversation)}`),
    after: waitingMessages(conversation, "place"),
    offersPerson: true,
  });

const wanted: Step = {
  name: "wanted",
  title: placeTitle,
  asksDesk: true,
  show: (conversation) => {
    const state = conversation.ticket?.state;
    if (state?.kind === "open")
      return { says: [alreadyOpen(conversation)], move: { kind: "to", step: "waiting" } };
    return state?.reopenable
      ? { move: { kind: "to", step: "closed" } }
      : { says: [introduction(conversation)], move: { kind: "to", step: "consent" } };
  },
};

const closed: Step = {
  name: "closed",
  title: placeTitle,
  asksDesk: true,
  show: (conversation) => ({
    ask: prompt(
      message(conversation, "X", [], {
        before: conversation.words("escalate.closed", { number: numberOf(conversation) }),
        after: waitingMessages(conversation, "place"),
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
        return reopenTicket(conversation, { kind: "to", step: "opened" });
      case "new":
        return {
          case: { reopening: false, summary: null, added: [] },
          says: [introduction(conversation)],
          move: { kind: "to", step: "consent" },
        };
      default:
        return declineHandover(conversation);
    }
  },
};

const summary: Step = {
  name: "summary",
  title: placeTitle,
  show: (conversation) => ({
    ask: prompt(
      message(conversation, "X", [], { before: conversation.words("escalate.correct") }),
      [{ id: "keep", title: conversation.words("escalate.keep") }],
      "text",
    ),
  }),
  take: (_, answer) => ({
    ...(answer.kind === "text" ? { case: { summary: answer.text, added: [] } } : {}),
    move: { kind: "to", step: "consent" },
  }),
};

/** Returns the cause that is told before the consent; distress is told as "asked". */
const becauseOf = ({ case: { cause } }: StepContext) =>
  cause === null || cause === "distress" ? "asked" : cause;

/** Builds the handover dialog (X): what to expect, consent to a summary, a ticket; the guide goes on meanwhile. */
export const makeEscalate = (): GuideWaterfall =>
  new GuideWaterfall("escalate", [wanted, closed, consent, summary, ...contactSteps]);

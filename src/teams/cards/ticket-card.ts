import { type Action, type CardAttachment, heading, verbatim } from "../../bot/rendering/cards.ts";
import type { Messages } from "../../guide/messages.ts";
import { redactContactsIn } from "../../redaction/redact.ts";
import { isOpen, type Ticket, ticketSpeaker } from "../../store/ticket.ts";
import { ticketName } from "../../tickets/ticket.ts";
import { button, cardForTeams } from "./elements.ts";

/** What the card shows besides the ticket. */
export interface TicketCardParts {
  /** the first name of who has the ticket, or who closed it */
  claimedBy: string | null;
  /** where the ticket opens in the console */
  consoleUrl: string;
  /** what steps and answers of the guide are called, by `step.<id>`, `place.<id>` and `answer.<id>` */
  names: Readonly<Record<string, string>>;
}

/** What a button of the card posts. */
export interface TicketCardAction {
  verb: "claim" | "resolve" | "return";
  ticket: number;
  revision: number;
}

/** characters of a summary, and the newest steps of a trail */
const LONGEST_SUMMARY = 1500;
const LONGEST_ANSWER = 160;
const LONGEST_TRAIL = 8;

const shorten = (text: string, longest: number): string =>
  text.length <= longest ? text : `${[...text].slice(0, longest - 1).join("")}…`;

/** Renders who has the ticket, or how it ended. */
function stateLine({ state }: Ticket, words: Messages, name: string | null): string {
  switch (state.kind) {
    case "queued":
    case "quarantined":
      return words("ticket-card.waiting");
    case "reopened":
      return words("ticket-card.reopened");
    case "claimed":
    case "waiting":
      return name === null ? words("ticket-card.taken") : words("ticket-card.claimed", { name });
    case "resolved":
      return name === null ? words("ticket-card.resolved") : words("ticket-card.resolved-by", { name });
    case "expired":
      if (state.swept) return words("ticket-card.swept");
      return words(state.withdrawn ? "ticket-card.withdrawn" : "ticket-card.expired");
    default:
      return state satisfies never;
  }
}

/** Renders a moment in Teams' date macros, which each reader sees in their own time zone. */
const localMoment = (at: string): string => {
  const second = `${at.slice(0, 19)}Z`;
  return `{{DATE(${second},SHORT)}} {{TIME(${second})}}`;
};

function promiseLine({ promise }: Ticket, words: Messages): string {
  if (promise === null || promise.until === null) return words("ticket-card.not-promised");
  const time = localMoment(promise.until);
  return words(promise.brokenAt === null ? "ticket-card.promised" : "ticket-card.broken", { time });
}

function urgency({ priority }: Ticket, words: Messages): string[] {
  return priority === "urgent" || priority === "high" ? [words(`ticket-card.${priority}`)] : [];
}

/** an answer of the guide that has no title of its own to be told by */
const ID = /^[a-z][a-z0-9-]*$/;

/** Renders the answer at a step or, where it tells nothing by itself, its outcome. */
function answerAt(
  { answer, outcome }: Ticket["trail"][number],
  words: Messages,
  names: TicketCardParts["names"],
): string {
  const title = names[`answer.${answer}`];
  if (title !== undefined) return title;
  if (answer === null || ID.test(answer)) return words(`ticket-card.${outcome}`);
  return shorten(redactContactsIn(answer), LONGEST_ANSWER);
}

/** Renders the newest steps with their answers, a line each. */
function stepsOf({ trail }: Ticket, words: Messages, names: TicketCardParts["names"]): string[] {
  return trail.slice(-LONGEST_TRAIL).map((entry) => {
    const { guide, step } = entry;
    const place = names[`step.${step}`] ?? names[`place.${step}`] ?? names[`place.${guide}`] ?? step;
    return `• ${place}: ${answerAt(entry, words, names)}`;
  });
}

/** Returns the actions that apply to the ticket in its state. */
function actionsOf(ticket: Ticket, words: Messages, consoleUrl: string): Action[] {
  const press = (verb: TicketCardAction["verb"]): Action =>
    button(words(`ticket-card.${verb}`), verb, { verb, ticket: ticket.number, revision: ticket.revision });
  const open = { type: "Action.OpenUrl", title: words("ticket-card.open"), url: consoleUrl };
  if (!isOpen(ticket)) return [open];
  return ticketSpeaker(ticket) === null ? [press("claim"), open] : [open, press("resolve"), press("return")];
}

/**
 * Renders a ticket for the agents' channel: matter, steps, promise, assignee, and the actions that apply. People's
 * text is verbatim, with contact details redacted.
 */
export function teamsTicketCard(
  ticket: Ticket,
  words: Messages,
  { claimedBy, consoleUrl, names }: TicketCardParts,
): CardAttachment {
  const state = stateLine(ticket, words, claimedBy);
  const steps = stepsOf(ticket, words, names);
  return cardForTeams(
    `${ticketName(ticket.number)}. ${state}`,
    [
      heading(ticketName(ticket.number)),
      ...verbatim([state, ...urgency(ticket, words)].join(" ")),
      ...verbatim(shorten(redactContactsIn(ticket.summary), LONGEST_SUMMARY)),
      { type: "TextBlock", text: promiseLine(ticket, words), wrap: true },
      ...verbatim(words(`ticket-card.${ticket.contact.kind}`)),
      ...(steps.length > 0 ? [heading(words("ticket-card.trail")), ...verbatim(steps.join("\n"))] : []),
    ],
    actionsOf(ticket, words, consoleUrl),
  );
}

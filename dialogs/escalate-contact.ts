import type { Contact } from "../src/store/ticket.ts";
import type { Outlook } from "../src/tickets/availability.ts";
import { ticketName } from "../src/tickets/ticket.ts";
import { addressGiven, addressSteps, contactFor } from "./escalate-address.ts";
import {
  chosen,
  message,
  prompt,
  type Step,
  type StepCard,
  type StepContext,
  type StepResult,
} from "./step.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A stretch of time in whole minutes, from an hour and a half on in hours; never less than a minute. */
function stretch(ms: number, locale: string): string {
  const [unit, size] = ms > 1.5 * HOUR_MS ? (["hour", HOUR_MS] as const) : (["minute", MINUTE_MS] as const);
  const number = Math.max(1, Math.ceil(ms / size));
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(number);
}

/** A moment, or the stretch between two, as a clock on the wall of a time zone shows it. */
function onTheClock([from, to]: [Date, Date?], locale: string, timeZone: string): string {
  const form = new Intl.DateTimeFormat(locale, {
    weekday: "long",
    month: "long",
    day: "numeric",
    hour: "numeric",
    minute: "2-digit",
    timeZone,
  });
  return to ? form.formatRange(from, to) : form.format(from);
}

/** When somebody is there, by the desk's clock and, where it shows something else, the person's. */
function attendanceWords(
  { words, guide: { locale }, timeZone: theirs }: StepContext,
  outlook: Outlook,
): string {
  const { attendance, timeZone } = outlook;
  const told = (key: "there-until" | "open-until" | "there-from", moments: [Date, Date?]): string => {
    const ours = onTheClock(moments, locale, timeZone);
    const forThem = theirs === null ? ours : onTheClock(moments, locale, theirs);
    const said = words(`waiting.${key}`, { time: ours, zone: timeZone.replaceAll("_", " ") });
    return forThem === ours ? said : `${said} ${words("waiting.your-clock", { time: forThem })}`;
  };
  switch (attendance.kind) {
    case "always":
      return "";
    case "now":
      if (!outlook.manned) return told("open-until", [attendance.closes]);
      return told("there-until", [attendance.closes]);
    case "later":
      return told("there-from", [attendance.opens, attendance.closes]);
    case "unknown":
      return words("waiting.nobody");
    default:
      return attendance satisfies never;
  }
}

/** Whether nobody is at the desk although it is open. */
const isEmpty = ({ manned, attendance: { kind } }: Outlook): boolean =>
  !manned && (kind === "always" || kind === "now");

/** What somebody is told whose ticket waits in quarantine; nothing where it does not. */
const heldWords = ({ words, ticket }: StepContext): string =>
  ticket?.state.kind === "open" && ticket.state.held !== null
    ? words(`waiting.held-${ticket.state.held}`)
    : "";

/** What somebody is told before and while they wait: their place, the wait to expect, and when somebody is there. */
export function waitingMessages(conversation: StepContext, whose: "place" | "your-place"): string {
  const { words, guide, outlook } = conversation;
  const held = heldWords(conversation);
  if (held !== "") return held;
  if (outlook === null) return "";
  const { place, expectedMs } = outlook;
  return [
    words(`waiting.${whose}`, { place: String(place) }),
    isEmpty(outlook)
      ? words(outlook.mail ? "waiting.empty-or-mail" : "waiting.empty")
      : expectedMs === null
        ? words("waiting.cannot-tell")
        : words("waiting.expected", { time: stretch(expectedMs, guide.locale) }),
    attendanceWords(conversation, outlook),
  ]
    .filter((part) => part !== "")
    .join(" ");
}

const titled = (conversation: StepContext): string => conversation.words("places.escalate");
const numberOf = (conversation: StepContext): string => ticketName(conversation.ticket?.number ?? 0);

const late: Step = {
  name: "late",
  title: titled,
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

const contact: Step = {
  name: "contact",
  title: titled,
  asksDesk: true,
  show: (conversation) => {
    const mail = conversation.outlook?.mail === true;
    const choice = (id: "here" | "later" | "by-email") => ({
      id: id === "by-email" ? "email" : id,
      title: conversation.words(`escalate.${id}`),
      words: conversation.words(`escalate.${id}-words`).split(", "),
    });
    return {
      ask: prompt(
        message(conversation, "X", [], {
          before: waitingMessages(
            conversation,
            conversation.ticket?.state.kind === "open" ? "your-place" : "place",
          ),
          after: conversation.words(mail ? "escalate.contact-or-mail" : "escalate.contact"),
        }),
        [choice("here"), choice("later"), ...(mail ? [choice("by-email")] : [])],
        "email",
      ),
    };
  },
  take: (conversation, answer) => {
    if (answer.kind === "email" || answer.kind === "addresses")
      return conversation.outlook?.mail ? addressGiven(conversation, answer) : withoutMail(conversation);
    if (chosen(answer) === "email") return { move: { kind: "to", step: "email" } };
    return contactFor(conversation, { kind: chosen(answer) === "later" ? "later" : "here" });
  },
};

/** What follows for somebody who is answered in this way. */
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

/** The open ticket, and its place in the queue where the desk was asked for it. */
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
  title: titled,
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
    move: { kind: "to", step: "waiting" },
  }),
};

const noted: Step = {
  name: "noted",
  title: titled,
  show: (conversation) => ({
    says: [
      message(conversation, "X", [], {
        before: conversation.words("escalate.noted"),
        after: nextFor(conversation),
      }),
    ],
    move: { kind: "end" },
  }),
};

/** How and when somebody wants to be answered, asked before the ticket is made and again when a promise was not kept. */
export const contactSteps: readonly Step[] = [late, contact, ...addressSteps, opened, noted];

import type { Contact } from "../src/store/ticket.ts";
import type { Outlook } from "../src/tickets/availability.ts";
import { ticketName } from "../src/tickets/ticket.ts";
import { addressGiven, addressSteps, reach } from "./escalate-address.ts";
import { asking, type Card, chosen, type Step, type Taken, type Talk, tell } from "./step.ts";

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
function attendanceWords({ words, guide: { locale }, timeZone: theirs }: Talk, outlook: Outlook): string {
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
const heldWords = ({ words, ticket }: Talk): string =>
  ticket?.state.kind === "open" && ticket.state.held !== null
    ? words(`waiting.held-${ticket.state.held}`)
    : "";

/** What somebody is told before and while they wait: their place, the wait to expect, and when somebody is there. */
export function waitingWords(talk: Talk, whose: "place" | "your-place"): string {
  const { words, guide, outlook } = talk;
  const held = heldWords(talk);
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
    attendanceWords(talk, outlook),
  ]
    .filter((part) => part !== "")
    .join(" ");
}

const titled = (talk: Talk): string => talk.words("places.escalate");
const numberOf = (talk: Talk): string => ticketName(talk.ticket?.number ?? 0);

const late: Step = {
  name: "late",
  title: titled,
  show: (talk) => ({
    says: [tell(talk, "X", [], { before: talk.words("escalate.late", { number: numberOf(talk) }) })],
    move: { kind: "to", step: "contact" },
  }),
};

const withoutMail = (talk: Talk): Taken => ({
  says: [tell(talk, "X", [], { before: talk.words("escalate.no-mail") })],
  move: { kind: "to", step: "contact" },
});

const contact: Step = {
  name: "contact",
  title: titled,
  asksDesk: true,
  show: (talk) => {
    const mail = talk.outlook?.mail === true;
    const choice = (id: "here" | "later" | "by-email") => ({
      id: id === "by-email" ? "email" : id,
      title: talk.words(`escalate.${id}`),
      words: talk.words(`escalate.${id}-words`).split(", "),
    });
    return {
      ask: asking(
        tell(talk, "X", [], {
          before: waitingWords(talk, talk.ticket?.state.kind === "open" ? "your-place" : "place"),
          after: talk.words(mail ? "escalate.contact-or-mail" : "escalate.contact"),
        }),
        [choice("here"), choice("later"), ...(mail ? [choice("by-email")] : [])],
        "email",
      ),
    };
  },
  take: (talk, answer) => {
    if (answer.kind === "email" || answer.kind === "addresses")
      return talk.outlook?.mail ? addressGiven(talk, answer) : withoutMail(talk);
    if (chosen(answer) === "email") return { move: { kind: "to", step: "email" } };
    return reach(talk, { kind: chosen(answer) === "later" ? "later" : "here" });
  },
};

/** What follows for somebody who is answered in this way. */
function nextFor(talk: Talk): string {
  const chosenWay = talk.case.contact ?? { kind: "here" };
  const held = heldWords(talk);
  if (held !== "") return chosenWay.kind === "here" ? held : `${held} ${nextBy(talk, chosenWay)}`;
  return nextBy(talk, chosenWay);
}

function nextBy(talk: Talk, chosenWay: Contact): string {
  switch (chosenWay.kind) {
    case "email":
      return talk.words("escalate.next-by-email", { address: chosenWay.address });
    case "later":
      return talk.words("escalate.next-later");
    case "here":
      return talk.words("escalate.next-here");
    default:
      return chosenWay satisfies never;
  }
}

/** The open ticket, and its place in the queue where the desk was asked for it. */
export const ticketCard = (talk: Talk): Card => ({
  kind: "ticket",
  number: talk.ticket?.number ?? 0,
  contact: talk.ticket?.contact ?? { kind: "here" },
  ...(talk.outlook && heldWords(talk) === "" ? { place: talk.outlook.place } : {}),
});

const openedAs = ({ case: { cause, reopening } }: Talk) =>
  cause === "distress" ? "distress.opened" : reopening ? "escalate.reopened" : "escalate.opened";

const opened: Step = {
  name: "opened",
  title: titled,
  asksDesk: true,
  show: (talk) => ({
    says: [
      tell(talk, "X", [], {
        before: talk.words(openedAs(talk), { number: numberOf(talk) }),
        after: talk.case.cause === "distress" ? waitingWords(talk, "your-place") : nextFor(talk),
        card: ticketCard(talk),
      }),
    ],
    move: { kind: "to", step: "waiting" },
  }),
};

const noted: Step = {
  name: "noted",
  title: titled,
  show: (talk) => ({
    says: [tell(talk, "X", [], { before: talk.words("escalate.noted"), after: nextFor(talk) })],
    move: { kind: "end" },
  }),
};

/** How and when somebody wants to be answered, asked before the ticket is made and again when a promise was not kept. */
export const contactSteps: readonly Step[] = [late, contact, ...addressSteps, opened, noted];

import type { Outlook } from "../src/tickets/availability.ts";
import type { StepContext } from "./step.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Formats a duration in whole minutes, or in hours from an hour and a half on; at least one minute. */
function formatDuration(ms: number, locale: string): string {
  const [unit, size] = ms > 1.5 * HOUR_MS ? (["hour", HOUR_MS] as const) : (["minute", MINUTE_MS] as const);
  const number = Math.max(1, Math.ceil(ms / size));
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(number);
}

/** Formats a moment, or a range of two, in a time zone. */
function formatMoment([from, to]: [Date, Date?], locale: string, timeZone: string): string {
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

/** Renders when somebody is there, in the desk's time zone and, where it differs, in the person's. */
function attendanceWords(
  { words, guide: { locale }, timeZone: theirs }: StepContext,
  outlook: Outlook,
): string {
  const { attendance, timeZone } = outlook;
  const told = (key: "there-until" | "open-until" | "there-from", moments: [Date, Date?]): string => {
    const ours = formatMoment(moments, locale, timeZone);
    const forThem = theirs === null ? ours : formatMoment(moments, locale, theirs);
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

/** Reports whether nobody is at the desk although it is open. */
const isEmpty = ({ manned, attendance: { kind } }: Outlook): boolean =>
  !manned && (kind === "always" || kind === "now");

/** Renders the notice that a ticket waits in quarantine; empty where it does not. */
export const heldWords = ({ words, ticket }: StepContext): string =>
  ticket?.state.kind === "open" && ticket.state.held !== null
    ? words(`waiting.held-${ticket.state.held}`)
    : "";

/** Renders the place in the queue, the expected wait, and when somebody is there. */
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
        : words("waiting.expected", { time: formatDuration(expectedMs, guide.locale) }),
    attendanceWords(conversation, outlook),
  ]
    .filter((part) => part !== "")
    .join(" ");
}

import type { Restoration } from "../src/guide/schema.ts";
import type { Choice, DateAnswer } from "../src/nlu/interpretation.ts";
import {
  chosen,
  message,
  prompt,
  type Step,
  type StepAnswer,
  type StepContext,
  type StepResult,
} from "./step.ts";

/** Formats the full date in the guide's language; null for a vague one. */
export function formatDate({ guide }: StepContext, { date }: DateAnswer): string | null {
  return date === null ? null : formatParts(guide.locale, date, { dateStyle: "long" });
}

const formatParts = (locale: string, date: string, parts: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(locale, { ...parts, timeZone: "UTC" }).format(new Date(date));

const DAY = { month: "long", day: "numeric" } as const;

/** Renders the confirmation of the day that was understood, with the person's own words unless they named the day. */
export function confirmDay(conversation: StepContext, moment: DateAnswer): string {
  const { words, guide, now } = conversation;
  const date = formatDate(conversation, moment);
  if (date === null || moment.date === null) return words("restore.heard-vaguely", { said: moment.said });
  if (moment.how !== "named") return words("restore.heard", { said: moment.said, date });
  const ofThisYear = moment.date.startsWith(`${now.getUTCFullYear()}-`);
  return words("restore.heard-date", {
    date: ofThisYear ? formatParts(guide.locale, moment.date, DAY) : date,
  });
}

/** Renders a day as a clause after "I closed it": "on October 3, 2026", "around May 1, 2026", "last summer". */
export function whenClause(conversation: StepContext, moment: DateAnswer): string {
  const date = formatDate(conversation, moment);
  if (date === null) return moment.said;
  return conversation.words(moment.how === "counted" ? "restore.around-date" : "restore.on-date", { date });
}

const capitalize = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Renders one reading of an ambiguous day as a button: "03/04" may be "March 4, 2026". */
function asChoice(conversation: StepContext, moment: DateAnswer, at: number): Choice {
  const { locale } = conversation.guide;
  const id = `day-${at + 1}`;
  const { date } = moment;
  if (date === null) return { id, title: capitalize(moment.said) };
  const [month, day] = [
    formatParts(locale, date, { month: "long" }),
    formatParts(locale, date, { day: "numeric" }),
  ];
  return {
    id,
    title: formatParts(locale, date, { dateStyle: "long" }),
    words: [month, `${month} ${day}`, `${day} ${month}`],
  };
}

/** Days apart at which "april" still means one of the days that were asked about. */
const NEAR = 20;

/** Returns the day that an answer to "which of these days?" means: one of them, or another that was named instead. */
function meantDay({ case: { dates } }: StepContext, answer: StepAnswer): DateAnswer | undefined {
  if (answer.kind !== "moment") return dates[Number(chosen(answer)?.replace("day-", "")) - 1];
  const { moment } = answer;
  const far = (other: DateAnswer) => Math.abs((other.days ?? Number.NaN) - (moment.days ?? Number.NaN));
  const [nearest] = dates.filter((other) => far(other) <= NEAR).sort((a, b) => far(a) - far(b));
  return moment.date === null && nearest !== undefined ? nearest : moment;
}

/** Returns the step that asks which day an ambiguous date means; null where it is one day. */
export function askWhich({ id }: { id: string }, { choices }: DateAnswer): StepResult | null {
  return choices === undefined
    ? null
    : { case: { dates: choices }, move: { kind: "to", step: `${id}-which` } };
}

/** Asks which of two days was meant, and passes over where that is clear. */
export const whichDay = (
  way: Restoration,
  { id }: { id: string },
  take: (conversation: StepContext, moment: DateAnswer) => StepResult,
): Step => ({
  name: `${id}-which`,
  title: (conversation) => conversation.words("places.restore"),
  show: (conversation) => {
    const { dates } = conversation.case;
    if (dates.length === 0) return { move: { kind: "next" } };
    const before = conversation.words("restore.which-day");
    return {
      ask: prompt(
        message(conversation, way.node, [], { before, topic: way.topic }),
        dates.map((moment, at) => asChoice(conversation, moment, at)),
        "moment",
      ),
    };
  },
  take: (conversation, answer) => {
    const moment = meantDay(conversation, answer);
    if (moment === undefined) return { case: { dates: [] }, move: { kind: "next" } };
    const again = askWhich({ id }, moment);
    return again ?? take(conversation, moment);
  },
});

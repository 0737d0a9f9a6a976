import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { ReadingRules, SignInRules } from "../accounts/account.ts";
import type { Messages } from "../guide/messages.ts";
import { normalize } from "../nlu/normalize.ts";
import { readSettingsFile } from "../runtime/json-file.ts";
import { isOpen, type Ticket } from "../store/ticket.ts";

/** A crisis line. A telephone number needs its source and the date when it was checked. */
const Line = z.strictObject({
  /** inserted into a sentence: "a crisis line, such as {line}" */
  line: z.string().trim().min(1),
  source: z.url().optional(),
  checked: z.iso.date().optional(),
});

const hasSource = ({ line, source, checked }: z.infer<typeof Line>): boolean =>
  !/\p{N}/u.test(line) || (source !== undefined && checked !== undefined);
const sourced = "a number needs its source and the day it was checked there (checked)";

/** Crisis lines: a default, and those of countries by ISO 3166-1 code. */
export const CrisisLines = z.strictObject({
  default: Line.refine(hasSource, sourced)
    .default({ line: "findahelpline.com" })
    .describe("The line for everyone else."),
  countries: z
    .record(
      z.string().regex(/^[A-Z]{2}$/, "must be a country's code, such as IE"),
      Line.extend({
        /** inserted after the line: "in Ireland" */
        where: z.string().trim().min(1),
        /** phrases by which people name the country */
        said: z.array(z.string().trim().min(1)).default([]),
      }).refine(hasSource, sourced),
    )
    .default({})
    .describe(
      "By ISO country code: `line`, `where` it is, and phrases by which people name the country (`said`). A number also needs its `source` and the date when it was `checked`.",
    ),
});
export type CrisisLines = z.infer<typeof CrisisLines>;

/**
 * Returns the crisis line for a person: that of the country they named. A locale is only a hint, so its country's line is
 * given together with the country's name and the default line.
 */
export type CrisisLine = (said: string, locales: readonly string[]) => string;

/** Makes the lookup of crisis lines. It does not geolocate network addresses. */
export function crisisLines({ default: neutral, countries }: CrisisLines, words: Messages): CrisisLine {
  const bySaid = Object.entries(countries)
    .flatMap(([code, { said }]) => said.map((place) => ({ code, place: ` ${normalize(place)} ` })))
    .sort((one, other) => other.place.length - one.place.length);
  return (said, locales) => {
    const folded = ` ${normalize(said)} `;
    const there = countries[bySaid.find(({ place }) => folded.includes(place))?.code ?? ""];
    if (there !== undefined) return there.line;
    const perhaps = locales
      .map((locale) => countries[regionOf(locale) ?? ""])
      .find((one) => one !== undefined);
    if (perhaps === undefined) return neutral.line;
    return words("distress.line-perhaps", { line: perhaps.line, where: perhaps.where, other: neutral.line });
  };
}

const regions = new Map<string, string | undefined>();
const mostRegions = 1000;

/** Returns the region subtag of a locale; none is guessed from the language. */
function regionOf(locale: string): string | undefined {
  if (!regions.has(locale)) {
    if (regions.size >= mostRegions) regions.clear();
    regions.set(locale, readRegion(locale));
  }
  return regions.get(locale);
}

function readRegion(locale: string): string | undefined {
  try {
    return new Intl.Locale(locale).region;
  } catch {
    return undefined;
  }
}

const Days = z.number().int().positive();

/**
 * Retention periods in days: conversations after their last message, audit entries after they were written.
 */
export const Retention = z.strictObject({
  botOnlyDays: Days.default(90).describe("Days for conversations without a ticket."),
  escalatedDays: Days.default(365).describe(
    "Days for conversations whose ticket was closed without an answer.",
  ),
  resolvedDays: Days.default(180).describe("Days for conversations that staff resolved."),
  auditDays: Days.default(730).describe("Days for entries of the audit log."),
  readingDays: Days.default(90).describe("Days for entries of the read log."),
});
export type Retention = z.infer<typeof Retention>;

/** Retention class. Open and held conversations do not expire. */
export type RetentionClass = "bot-only" | "escalated" | "resolved" | "open" | "held";

/** Classifies a conversation by its tickets. */
export function classOf(tickets: readonly Pick<Ticket, "state">[], held: boolean): RetentionClass {
  if (held) return "held";
  if (tickets.some(isOpen)) return "open";
  const newest = tickets.at(-1);
  if (newest === undefined) return "bot-only";
  return newest.state.kind === "resolved" ? "resolved" : "escalated";
}

/**
 * Returns when a conversation expires, in ms since the epoch, with its last message at `since`; null: never.
 */
export function dueAt(kept: RetentionClass, since: number, retention: Retention): number | null {
  switch (kept) {
    case "bot-only":
      return since + retention.botOnlyDays * DAY_MS;
    case "escalated":
      return since + retention.escalatedDays * DAY_MS;
    case "resolved":
      return since + retention.resolvedDays * DAY_MS;
    case "open":
    case "held":
      return null;
    default:
      return kept satisfies never;
  }
}

const DAY_MS = 86_400_000;

const Weekday = z.enum(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]);

const OpenTime = z
  .tuple([
    z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time such as 09:00"),
    z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, "must be a time such as 17:30, or 24:00"),
  ])
  .refine(([from, to]) => from < to, "must end after it begins; past midnight it is two days' times");

const Team = z.strictObject({ id: z.string().regex(/^[a-z][a-z0-9-]*$/), title: z.string().min(1) });

/** Schema of data/desk.json, described in docs/reference/settings.md. Later additions have defaults. */
export const DeskSettings = z.strictObject({
  welcomeBackHours: z.number().positive().describe("Hours of silence after which a person is welcomed back."),
  timeZone: z
    .string()
    .refine(isTimeZone, "must be a time zone such as Europe/Lisbon")
    .default("UTC")
    .describe("The desk's own time zone, such as `Europe/Lisbon`."),
  hours: z
    .partialRecord(Weekday, z.array(OpenTime))
    .optional()
    .describe(
      'Opening hours by weekday: `{ "mon": [["09:00", "12:00"], ["13:00", "17:30"]] }`. A night shift ends at `"24:00"` and continues at `"00:00"`. Absent: always open.',
    ),
  holidays: z
    .array(z.iso.date())
    .default([])
    .describe('Dates on which the desk is closed: `["2026-12-25"]`.'),
  teams: z
    .array(Team)
    .default([])
    .describe(
      'Queues to which tickets can be transferred: `[{ "id": "billing", "title": "the billing team" }]`.',
    ),
  leaseSeconds: z
    .number()
    .positive()
    .default(120)
    .describe(
      "Seconds without a heartbeat after which an unanswered ticket returns from its agent to the queue.",
    ),
  leaseInTeamsSeconds: z
    .number()
    .positive()
    .default(1_800)
    .describe("The same for an agent in Teams, where only messages and clicks count as a heartbeat."),
  expireDays: z
    .number()
    .positive()
    .default(7)
    .describe("Days after which a ticket that waits for the person is closed."),
  reopenDays: z.number().positive().default(7).describe("Days for which a closed ticket can be reopened."),
  retention: Retention.default(Retention.parse({})).describe(
    "Retention of personal data; see docs/privacy.md.",
  ),
  crisisLines: CrisisLines.default(CrisisLines.parse({})).describe("Crisis lines for people in distress."),
  signIn: SignInRules.default(SignInRules.parse({})).describe("How staff sign in, and for how long."),
  reading: ReadingRules.default(ReadingRules.parse({})).describe("What agents may read."),
});
export type DeskSettings = z.infer<typeof DeskSettings>;

/** Loads data/desk.json. Throws a DataFileError. */
export const loadSettings = (file: string): DeskSettings => readSettingsFile(file, DeskSettings);

function isTimeZone(name: string): boolean {
  try {
    Temporal.Now.zonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { ReadingRules, SignInRules } from "../accounts/account.ts";
import type { Messages } from "../guide/messages.ts";
import { normalize } from "../nlu/normalize.ts";
import { readSettingsFile } from "../runtime/json-file.ts";
import { isOpen, type Ticket } from "../store/ticket.ts";

/** Where somebody in a crisis is heard. A telephone number ships only with its source and the day it was read there. */
const Line = z.strictObject({
  /** as it is said in a sentence: "a crisis line, such as {line}" */
  line: z.string().trim().min(1),
  source: z.url().optional(),
  checked: z.iso.date().optional(),
});

const hasSource = ({ line, source, checked }: z.infer<typeof Line>): boolean =>
  !/\p{N}/u.test(line) || (source !== undefined && checked !== undefined);
const sourced = "a number needs its source and the day it was checked there (checked)";

/** The crisis lines of a desk: a neutral one, and those of countries by ISO 3166-1 code. */
export const CrisisLines = z.strictObject({
  default: Line.refine(hasSource, sourced)
    .default({ line: "findahelpline.com" })
    .describe("The line for everybody else."),
  countries: z
    .record(
      z.string().regex(/^[A-Z]{2}$/, "must be a country's code, such as IE"),
      Line.extend({
        /** as it is said behind the line: "in Ireland" */
        where: z.string().trim().min(1),
        /** how people say that they are there */
        said: z.array(z.string().trim().min(1)).default([]),
      }).refine(hasSource, sourced),
    )
    .default({})
    .describe(
      "By ISO country code: `line`, `where` it is, and how people say that they are there (`said`). A number also needs its `source` and the day it was `checked`.",
    ),
});
export type CrisisLines = z.infer<typeof CrisisLines>;

/**
 * Says whom somebody in a crisis can call: the line of the country that they said they are in. A locale only tells
 * where somebody may be, so its country's line is said with the country's name, and with the neutral one beside it.
 */
export type CrisisLine = (said: string, locales: readonly string[]) => string;

/** Makes the look-up of crisis lines. A network address is never asked where somebody is. */
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

/** The country that a locale names itself; none is guessed from its language. */
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

/** For how many days after its last word each kind of conversation is kept, and lines of the audit log after they were written. */
export const Retention = z.strictObject({
  botOnlyDays: Days.default(90).describe("Days for conversations in which nobody asked for a person."),
  escalatedDays: Days.default(365).describe(
    "Days for conversations that went to people and were closed without an answer.",
  ),
  resolvedDays: Days.default(180).describe("Days for conversations that staff resolved."),
  auditDays: Days.default(730).describe("Days for lines of the audit log."),
  readingDays: Days.default(90).describe("Days for lines of the log of who read what."),
});
export type Retention = z.infer<typeof Retention>;

/** What a conversation is kept as. An open one waits for somebody and is kept; so is one that is held. */
export type RetentionClass = "bot-only" | "escalated" | "resolved" | "open" | "held";

/** Classifies a conversation by its tickets. */
export function classOf(tickets: readonly Pick<Ticket, "state">[], held: boolean): RetentionClass {
  if (held) return "held";
  if (tickets.some(isOpen)) return "open";
  const newest = tickets.at(-1);
  if (newest === undefined) return "bot-only";
  return newest.state.kind === "resolved" ? "resolved" : "escalated";
}

/** When a conversation of this class is to go, in ms since the epoch, when its last word was at `since`; null: not by itself. */
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

/** What an owner sets in data/desk.json, described in docs/reference/settings.md. What later versions added has defaults. */
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
      'When somebody is there, by day: `{ "mon": [["09:00", "12:00"], ["13:00", "17:30"]] }`. Nights end at `"24:00"` and go on at `"00:00"`. Absent: always.',
    ),
  holidays: z.array(z.iso.date()).default([]).describe('Dates on which nobody is there: `["2026-12-25"]`.'),
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
      "Seconds without a sign of life after which an agent who owes an answer loses the ticket to the queue.",
    ),
  leaseInTeamsSeconds: z
    .number()
    .positive()
    .default(1_800)
    .describe(
      "The same for an agent who answers in Teams, where only what they write or click is a sign of life.",
    ),
  expireDays: z
    .number()
    .positive()
    .default(7)
    .describe("Days after which a ticket that waits for the person is closed."),
  reopenDays: z.number().positive().default(7).describe("Days for which a closed ticket can be reopened."),
  retention: Retention.default(Retention.parse({})).describe(
    "How long personal data stays; see docs/privacy.md.",
  ),
  crisisLines: CrisisLines.default(CrisisLines.parse({})).describe(
    "Whom a person in a crisis is told to call.",
  ),
  signIn: SignInRules.default(SignInRules.parse({})).describe("How staff sign in, and for how long."),
  reading: ReadingRules.default(ReadingRules.parse({})).describe("What agents may read."),
});
export type DeskSettings = z.infer<typeof DeskSettings>;

/** Reads data/desk.json, or throws a SettingsError. */
export const loadSettings = (file: string): DeskSettings => readSettingsFile(file, DeskSettings);

function isTimeZone(name: string): boolean {
  try {
    Temporal.Now.zonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

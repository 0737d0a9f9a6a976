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
  default: Line.refine(hasSource, sourced).default({ line: "findahelpline.com" }),
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
    .default({}),
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

/** The country that a locale names itself; none is guessed from its language. */
function regionOf(locale: string): string | undefined {
  try {
    return new Intl.Locale(locale).region;
  } catch {
    return undefined;
  }
}

const Days = z.number().int().positive();

/** For how many days after its last word each kind of conversation is kept, and lines of the audit log after they were written. */
export const Retention = z.strictObject({
  /** conversations in which nobody asked for a person */
  botOnlyDays: Days.default(90),
  /** conversations that went to people and were closed without an answer */
  escalatedDays: Days.default(365),
  /** conversations that people of the desk resolved */
  resolvedDays: Days.default(180),
  auditDays: Days.default(730),
  /** lines of the log of who read what */
  readingDays: Days.default(90),
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

/** What an owner sets in data/desk.json. What later versions added has defaults. */
export const DeskSettings = z.strictObject({
  /** after this many hours of silence people are welcomed back */
  welcomeBackHours: z.number().positive(),
  /** the desk's own time zone, such as Europe/Lisbon */
  timeZone: z.string().refine(isTimeZone, "must be a time zone such as Europe/Lisbon").default("UTC"),
  /** when somebody is there, by day of the week; absent: always */
  hours: z.partialRecord(Weekday, z.array(OpenTime)).optional(),
  /** days on which nobody is there */
  holidays: z.array(z.iso.date()).default([]),
  teams: z.array(Team).default([]),
  /** an agent who owes an answer and gives no sign of life for so long loses the ticket */
  leaseSeconds: z.number().positive().default(120),
  /** the same for an agent who does it in Teams, where only what they write or click is a sign of life */
  leaseInTeamsSeconds: z.number().positive().default(1_800),
  /** a ticket that waits for the person expires after so many days */
  expireDays: z.number().positive().default(7),
  /** for so many days after it was closed a ticket can be opened again */
  reopenDays: z.number().positive().default(7),
  /** how long what is kept of people stays */
  retention: Retention.default(Retention.parse({})),
  /** whom somebody in a crisis can call */
  crisisLines: CrisisLines.default(CrisisLines.parse({})),
  /** how long the desk's people stay signed in */
  signIn: SignInRules.default(SignInRules.parse({})),
  /** what agents may read */
  reading: ReadingRules.default(ReadingRules.parse({})),
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

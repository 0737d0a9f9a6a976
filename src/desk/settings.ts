import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { ReadingRules } from "../people/reading-rules.ts";
import { SignInRules } from "../people/sign-in-rules.ts";
import { Retention } from "../privacy/retention-class.ts";
import { readSettingsFile } from "../settings-file.ts";
import { CrisisLines } from "./crisis-lines.ts";

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

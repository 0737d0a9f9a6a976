import { say } from "./words.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How long something takes, in the largest unit that says enough: "under a minute", "12 min", "3 h 20 min", "2 d 4 h". */
export function duration(ms: number): string {
  if (ms < minute) return say("underMinute");
  if (ms < hour) return say("minutes", { minutes: Math.floor(ms / minute) });
  const [large, unit, small] = ms < day ? ([hour, "hours", minute] as const) : ([day, "days", hour] as const);
  const rest = Math.floor((ms % large) / small);
  const key = unit === "hours" ? (rest ? "hoursMinutes" : "hours") : rest ? "daysHours" : "days";
  return say(key, { count: Math.floor(ms / large), rest });
}

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
const date = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
const whole = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** The time of day, in the time zone of this browser. */
export const timeOfDay = (iso: string): string => clock.format(Date.parse(iso));

/** The day, in the time zone of this browser. */
export const dayOf = (iso: string): string => date.format(Date.parse(iso));

/** Day and time, in the time zone of this browser. */
export const dayAndTime = (iso: string): string => whole.format(Date.parse(iso));

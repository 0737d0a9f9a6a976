import type written from "../../../../../data/phrases/en/console.json";
import type { TicketLine } from "../api/schemas.ts";

/** Keys of the console's strings. */
export type WordKey = keyof typeof written;

/** Strings embedded in the page. */
const words = JSON.parse(document.documentElement.dataset["words"] ?? "{}") as Record<string, string>;

/** Returns a string with its `{name}` placeholders filled. */
export const say = (key: WordKey, values: { [name: string]: string | number } = {}): string =>
  (words[key] ?? "").replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));

/** Returns the singular or plural string for a count. */
export const sayCount = (one: WordKey, many: WordKey, count: number): string =>
  say(count === 1 ? one : many, { count });

/** Lists the keys below `family.`. */
export const namesIn = (family: string): string[] =>
  Object.keys(words).flatMap((key) => (key.startsWith(`${family}.`) ? [key.slice(family.length + 1)] : []));

type Headline = Pick<TicketLine, "goal" | "topic" | "reason" | "asked">;

/** Names of the guide's topics and steps, embedded in the page. */
const names = JSON.parse(document.documentElement.dataset["names"] ?? "{}") as Record<string, string>;

const readable = (id: string): string => {
  const spaced = id.replace(/[-_]+/g, " ").trim();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
};

/** Returns the name of a guide item; items that no longer exist get a readable id. */
export const displayName = (kind: "topic" | "step" | "answer", id: string): string =>
  names[`${kind}.${id}`] ?? readable(id);

/** Returns the name of a dialog step, from the guide, the step, the dialog, or its id. */
export const stepName = (dialog: string, step: string): string =>
  names[`step.${step}`] ?? readable(names[`place.${step}`] ?? names[`place.${dialog}`] ?? step);

const goals: Record<string, WordKey> = {
  delete: "goal.delete",
  break: "goal.break",
  restore: "goal.restore",
  question: "goal.question",
  person: "goal.person",
  erase: "goal.erase",
};

/** Returns the label of a goal. */
export const goalName = (goal: string): string => say(goals[goal] ?? "noTopic");

const channels: Record<string, WordKey> = {
  directline: "channel.directline",
  terminal: "channel.terminal",
  msteams: "channel.msteams",
};

/** Returns the label of a channel. */
export function channelName(channel: string): string {
  const key = channels[channel];
  return key === undefined ? readable(channel) : say(key);
}

const outcomes: Record<string, WordKey> = {
  solved: "outcome.solved",
  partly: "outcome.partly",
  "not-solved": "outcome.not-solved",
  "no-answer": "outcome.no-answer",
};

/** Returns the label of an outcome; custom texts are returned as they are. */
export const outcomeName = (outcome: string): string => {
  const key = outcomes[outcome];
  return key === undefined ? outcome : say(key);
};

const priorities: Record<string, WordKey> = {
  urgent: "priority.urgent",
  high: "priority.high",
  normal: "priority.normal",
  low: "priority.low",
};

/** Returns the label of a priority. */
export const priorityName = (priority: string): string => {
  const key = priorities[priority];
  return key === undefined ? priority : say(key);
};

/** Returns the subject of a ticket on one line: goal and reason, or the person's question. */
export function subjectOf({ goal, topic, reason, asked }: Headline): string {
  const why = reason === null ? (names[`reason.${topic}`] ?? null) : displayName("answer", reason);
  if (goal !== "question" && goal !== "person") return joinSubject(goalName(goal), why);
  return asked ?? joinSubject(goalName(goal), why ?? names[`topic.${topic}`]);
}

const joinSubject = (goal: string, about: string | null | undefined): string =>
  about ? say("headline", { goal, about }) : goal;

const languages = new Intl.DisplayNames(undefined, { type: "language", fallback: "code" });

/** Returns the name of a language. */
export function languageName(tag: string): string {
  try {
    return languages.of(tag) ?? tag;
  } catch {
    return tag;
  }
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Formats a duration in at most two units: "under a minute", "12 min", "3 h 20 min", "2 d 4 h". */
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

/** Formats the time of day in local time. */
export const timeOfDay = (iso: string): string => clock.format(Date.parse(iso));

/** Formats the date in local time. */
export const dayOf = (iso: string): string => date.format(Date.parse(iso));

/** Formats date and time in local time. */
export const dayAndTime = (iso: string): string => whole.format(Date.parse(iso));

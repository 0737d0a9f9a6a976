import type written from "../../../../../data/phrases/en/console.json";
import type { TicketLine } from "../api/schemas.ts";

/** The names of the console's sentences. */
export type WordKey = keyof typeof written;

/** The sentences that the page carries. */
const words = JSON.parse(document.documentElement.dataset["words"] ?? "{}") as Record<string, string>;

/** A sentence of the console, with values in its `{name}` places. */
export const say = (key: WordKey, values: { [name: string]: string | number } = {}): string =>
  (words[key] ?? "").replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));

/** The sentence for one or for many. */
export const counted = (one: WordKey, many: WordKey, count: number): string =>
  say(count === 1 ? one : many, { count });

/** The names that sentences of a family have: what stands behind `family.`. */
export const namesIn = (family: string): string[] =>
  Object.keys(words).flatMap((key) => (key.startsWith(`${family}.`) ? [key.slice(family.length + 1)] : []));

type Headline = Pick<TicketLine, "goal" | "topic" | "reason" | "asked">;

/** What the guide calls its topics and steps; the page carries them. */
const names = JSON.parse(document.documentElement.dataset["names"] ?? "{}") as Record<string, string>;

const readable = (id: string): string => {
  const spaced = id.replace(/[-_]+/g, " ").trim();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
};

/** What something of the guide is called, or its id made readable where the guide has no such thing any more. */
export const displayName = (kind: "topic" | "step" | "answer", id: string): string =>
  names[`${kind}.${id}`] ?? readable(id);

/** What a step of a dialog is called: as the guide or the bot has it, else by its dialog, else by its id. */
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

/** What somebody wants. */
export const goalName = (goal: string): string => say(goals[goal] ?? "noTopic");

const channels: Record<string, WordKey> = {
  directline: "channel.directline",
  terminal: "channel.terminal",
  msteams: "channel.msteams",
};

/** Over what somebody conversations. */
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

/** How a ticket ended; an outcome in an agent's own words is itself. */
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

/** What a priority is called. */
export const priorityName = (priority: string): string => {
  const key = priorities[priority];
  return key === undefined ? priority : say(key);
};

/** What a ticket is about, on one line: what they want and why, or a question in the person's own words. */
export function subjectOf({ goal, topic, reason, asked }: Headline): string {
  const why = reason === null ? (names[`reason.${topic}`] ?? null) : displayName("answer", reason);
  if (goal !== "question" && goal !== "person") return joined(goalName(goal), why);
  return asked ?? joined(goalName(goal), why ?? names[`topic.${topic}`]);
}

const joined = (goal: string, about: string | null | undefined): string =>
  about ? say("headline", { goal, about }) : goal;

const languages = new Intl.DisplayNames(undefined, { type: "language", fallback: "code" });

/** What a language is called. */
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

import type { TicketLine } from "../wire/shapes.ts";
import { say, type WordKey } from "./words.ts";

type Headline = Pick<TicketLine, "goal" | "topic" | "reason" | "asked">;

/** What the guide calls its topics and steps; the page carries them. */
const names = JSON.parse(document.documentElement.dataset["names"] ?? "{}") as Record<string, string>;

const readable = (id: string): string => {
  const spaced = id.replace(/[-_]+/g, " ").trim();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
};

/** What something of the guide is called, or its id made readable where the guide has no such thing any more. */
export const nameOf = (kind: "topic" | "step" | "answer", id: string): string =>
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

/** Over what somebody talks. */
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
  const why = reason === null ? (names[`reason.${topic}`] ?? null) : nameOf("answer", reason);
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

import { say, type WordKey } from "./words.ts";

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

/** What a ticket is about, in a few words. */
export const subjectOf = ({ topic, goal }: { topic: string | null; goal: string }): string =>
  topic === null ? goalName(goal) : nameOf("topic", topic);

const languages = new Intl.DisplayNames(undefined, { type: "language", fallback: "code" });

/** What a language is called. */
export function languageName(tag: string): string {
  try {
    return languages.of(tag) ?? tag;
  } catch {
    return tag;
  }
}

import type { CardAction } from "../line/activity.ts";

const prefix = "command:";

/** The command that a button stands for, or null. */
export function commandName({ value }: CardAction): string | null {
  const choice = (value as { choice?: unknown } | null | undefined)?.choice;
  return typeof choice === "string" && choice.startsWith(prefix) ? choice.slice(prefix.length) : null;
}

/** The button of a command among those that were offered. */
export const findCommand = (offered: readonly CardAction[], name: string): CardAction | null =>
  offered.find((action) => commandName(action) === name) ?? null;

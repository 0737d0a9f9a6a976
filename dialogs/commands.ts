import type { Phrases } from "../src/guide/phrases.ts";
import type { Choice, Command } from "../src/understand/meaning.ts";

/** The commands that stand as buttons under every question, in this order. */
const SHOWN = (
  ["back", "help", "human", "copy", "restart", "cancel"] as const satisfies readonly Command[]
).map((command) => ({ command, id: `command:${command}`, phrase: `commands.${command}` as const }));

/** The buttons that are always there; "back" only where there is something to go back to. */
export const commandChoices = (words: Phrases, canGoBack: boolean): Choice[] =>
  SHOWN.filter(({ command }) => command !== "back" || canGoBack).map(({ id, phrase }) => ({
    id,
    title: words(phrase),
  }));

/** The command that a choice stands for, or null for an ordinary answer. */
export const commandOf = (choice: string): Command | null =>
  SHOWN.find(({ id }) => choice === id)?.command ?? null;

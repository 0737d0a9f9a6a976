import type { Phrases } from "../src/guide/phrases.ts";
import type { CardAction } from "../src/store/activity.ts";
import type { Choice, Command } from "../src/understand/meaning.ts";
import { asButton, type ButtonValue } from "./button.ts";

/** The commands that stand as buttons under every question, in this order. */
const SHOWN = ["back", "help", "human", "copy", "restart", "cancel"] as const satisfies readonly Command[];
type Shown = (typeof SHOWN)[number];

const PREFIX = "command:";

const commandChoice = (words: Phrases, command: Shown, title: Shown | "ticket" = command): Choice => ({
  id: `${PREFIX}${command}`,
  title: words(`commands.${title}`),
});

/** The buttons that are always there; "back" only where there is something to go back to, and who waits for a person is shown their ticket. */
export const commandChoices = (
  words: Phrases,
  { canGoBack, waits }: { canGoBack: boolean; waits: boolean },
): Choice[] =>
  SHOWN.filter((command) => command !== "back" || canGoBack).map((command) =>
    commandChoice(words, command, command === "human" && waits ? "ticket" : command),
  );

/** The button of one command, for a message of this place. */
export const commandButton = (
  words: Phrases,
  command: Shown,
  place: Omit<ButtonValue, "choice">,
): CardAction => asButton(commandChoice(words, command), place);

/** The button that shows somebody who waits their ticket as it is now. */
export const ticketButton = (words: Phrases, place: Omit<ButtonValue, "choice">): CardAction =>
  asButton(commandChoice(words, "human", "ticket"), place);

/** The command that a choice stands for, or null for an ordinary answer. */
export const commandOf = (choice: string): Shown | null =>
  SHOWN.find((command) => choice === `${PREFIX}${command}`) ?? null;

/** The command that a button stands for, or null for an ordinary answer. */
export const commandOfButton = ({ value }: CardAction): Shown | null =>
  commandOf(String((value as { choice?: unknown } | undefined)?.choice));

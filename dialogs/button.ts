import { z } from "zod";
import type { Messages } from "../src/guide/messages.ts";
import type { Choice, Command } from "../src/nlu/interpretation.ts";
import type { CardAction } from "../src/store/records.ts";

/** characters */
export const LONGEST_DRAFT = 4000;

/** What a button carries: which guide and step it was made for, the nonce of its question, the choice, and the draft as it then stood on its card. */
export const ButtonValue = z.strictObject({
  version: z.string().max(64),
  step: z.string().max(128),
  nonce: z.string().max(64),
  choice: z.string().max(128),
  draft: z.string().max(LONGEST_DRAFT).optional(),
});
export type ButtonValue = z.infer<typeof ButtonValue>;

/** Reads a button's value, also when a channel sent it back as JSON text; null for anything else. */
export function readButton(value: unknown): ButtonValue | null {
  if (typeof value === "string" && value.startsWith("{") && value.length < 1000) {
    try {
      return readButton(JSON.parse(value));
    } catch {
      return null;
    }
  }
  const parsed = ButtonValue.safeParse(value);
  return parsed.success ? parsed.data : null;
}

/** A choice as the button of a message at this place. */
export const asButton = (
  { id, title }: Choice,
  { version, step, nonce }: Omit<ButtonValue, "choice">,
): CardAction => ({
  type: "messageBack",
  title,
  text: title,
  value: { version, step, nonce, choice: id } satisfies ButtonValue,
});

/** The commands that stand as buttons under every question, in this order. */
const SHOWN = ["back", "help", "human", "copy", "restart", "cancel"] as const satisfies readonly Command[];
type Shown = (typeof SHOWN)[number];

const PREFIX = "command:";

const commandChoice = (words: Messages, command: Shown, title: Shown | "ticket" = command): Choice => ({
  id: `${PREFIX}${command}`,
  title: words(`commands.${title}`),
});

/** The buttons that are always there; "back" only where there is something to go back to, and who waits for a person is shown their ticket. */
export const commandChoices = (
  words: Messages,
  { canGoBack, waits }: { canGoBack: boolean; waits: boolean },
): Choice[] =>
  SHOWN.filter((command) => command !== "back" || canGoBack).map((command) =>
    commandChoice(words, command, command === "human" && waits ? "ticket" : command),
  );

/** The button of one command, for a message of this place. */
export const commandButton = (
  words: Messages,
  command: Shown,
  place: Omit<ButtonValue, "choice">,
): CardAction => asButton(commandChoice(words, command), place);

/** The button that shows somebody who waits their ticket as it is now. */
export const ticketButton = (words: Messages, place: Omit<ButtonValue, "choice">): CardAction =>
  asButton(commandChoice(words, "human", "ticket"), place);

/** The command that a choice stands for, or null for an ordinary answer. */
export const commandOf = (choice: string): Shown | null =>
  SHOWN.find((command) => choice === `${PREFIX}${command}`) ?? null;

/** The command that a button stands for, or null for an ordinary answer. */
export const commandOfButton = ({ value }: CardAction): Shown | null =>
  commandOf(String((value as { choice?: unknown } | undefined)?.choice));

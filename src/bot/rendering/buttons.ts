import { randomUUID } from "node:crypto";
import { z } from "zod";
import { type OfferedCommand, STANDING_COMMANDS, type StandingCommand } from "../../../dialogs/commands.ts";
import type { PressedButton } from "../../../dialogs/interpreted-message.ts";
import type { Choice } from "../../nlu/interpretation.ts";
import type { Activity, CardAction } from "../../store/records.ts";

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

/** Where a button stands: the version of the guide, the step, and the nonce of the question. */
export type ButtonPlace = Pick<ButtonValue, "version" | "step" | "nonce">;

const NONCE_LENGTH = 12;

/**
 * Generates a nonce that identifies a question in its conversation: a part of a UUID, because Node generates those in
 * batches.
 */
export const newNonce = (): string => randomUUID().slice(-NONCE_LENGTH);

/** Makes the button of a choice. */
export const choiceButton = (
  { id, title }: Pick<Choice, "id" | "title">,
  { version, step, nonce }: ButtonPlace,
): CardAction => ({
  type: "messageBack",
  title,
  text: title,
  value: { version, step, nonce, choice: id } satisfies ButtonValue,
});

const PREFIX = "command:";

/** Makes the button of a command. */
export const commandButton = ({ command, title }: OfferedCommand, place: ButtonPlace): CardAction =>
  choiceButton({ id: `${PREFIX}${command}`, title }, place);

/** Builds a button that sends its title, for channels that post nothing else. */
export const titleButton = ({ title }: CardAction): CardAction => ({ type: "imBack", title, value: title });

/** Puts buttons under a message. */
export const suggest = (actions: CardAction[]): Pick<Required<Activity>, "suggestedActions"> => ({
  suggestedActions: { to: [], actions },
});

/** Returns the command of a choice, or null for an ordinary answer. */
export const commandOf = (choice: string): StandingCommand | null =>
  STANDING_COMMANDS.find((command) => choice === `${PREFIX}${command}`) ?? null;

/** Returns the command of a button, or null for an ordinary answer. */
export const commandOfButton = ({ value }: CardAction): StandingCommand | null =>
  commandOf(String((value as { choice?: unknown } | undefined)?.choice));

/** Separates the buttons of a message into answers and commands; undefined where it has none. */
export function buttonsUnder({
  suggestedActions,
}: Activity): { answers: CardAction[]; commands: CardAction[] } | undefined {
  if (suggestedActions === undefined) return undefined;
  const { actions } = suggestedActions;
  return {
    answers: actions.filter((action) => commandOfButton(action) === null),
    commands: actions.filter((action) => commandOfButton(action) !== null),
  };
}

/** Reads the button that somebody pressed, or whose value they sent as text; null for words. */
export function readPressedButton({ value, text }: Activity): PressedButton | null {
  const button = readButton(value) ?? readButton(text);
  return button && { ...button, command: commandOf(button.choice) };
}

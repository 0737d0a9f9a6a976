import { z } from "zod";
import type { CardAction } from "../src/store/activity.ts";
import type { Choice } from "../src/understand/meaning.ts";

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

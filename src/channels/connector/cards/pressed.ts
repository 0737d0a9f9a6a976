import { z } from "zod";
import { readButton } from "../../../../dialogs/button.ts";
import type { Activity } from "../../../store/activity.ts";
import type { Arrived } from "../arrived.ts";

/** A button that was pressed: what it carried, and its title where the channel tells it. */
export interface Pressed {
  value: unknown;
  title?: string;
}

const Execute = z.object({
  action: z.looseObject({ title: z.string().optional().catch(undefined), data: z.unknown() }),
});

/** Teams puts what it needs itself beside a button's own value. */
function ownValue(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const { msteams: _, ...own } = value as Record<string, unknown>;
  return own;
}

/** Reads a pressed button: `Action.Execute` (an invoke), `Action.Submit` and `messageBack` (messages with a value); null for anything else. */
export function readPressed({ type, name, value, text }: Arrived): Pressed | null {
  if (type === "invoke" && name === "adaptiveCard/action") {
    const executed = Execute.safeParse(value);
    if (!executed.success) return null;
    const { data, title } = executed.data.action;
    return { value: ownValue(data), ...(title === undefined ? {} : { title }) };
  }
  if (type !== "message" || value === undefined || value === null) return null;
  return { value: ownValue(value), ...(text ? { title: text } : {}) };
}

const changing = new Set(["checklist", "steps"]);

/** The dialog of a place such as `checklist.contracts`. */
const dialogOf = (step: string): string => step.split(".", 1)[0] ?? "";

/** Whether a reply replaces the card whose button was pressed: the next state of the same checklist or steps. */
export function inPlace(pressed: Pressed, { channelData }: Activity): boolean {
  const button = readButton(pressed.value);
  const card = channelData?.["card"] as { kind: string } | undefined;
  const guide = channelData?.["guide"] as { step: string | null } | undefined;
  if (button === null || !card || !guide?.step) return false;
  return changing.has(card.kind) && dialogOf(button.step) === dialogOf(guide.step);
}

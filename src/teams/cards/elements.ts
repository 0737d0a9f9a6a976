import { z } from "zod";
import type { StepCard } from "../../../dialogs/step.ts";
import { type Action, adaptiveCard, type CardAttachment, type Element } from "../../bot/rendering/cards.ts";
import type { Activity } from "../../store/records.ts";
import type { IncomingActivity } from "../incoming-activity.ts";

/** A button that was pressed: what it carried, its title where the channel tells it, and the kind of card it stood on. */
export interface SubmittedCard {
  value: unknown;
  title?: string;
  on?: StepCard["kind"];
}

/** What a button on a card of ours posts, with the draft as it then stood on the card. */
export const CardSubmit = z.looseObject({
  press: z.record(z.string(), z.unknown()),
  title: z.string().max(200),
  on: z.enum(["checklist", "steps", "draft", "ticket", "csat"]).nullable(),
  draft: z.string().optional(),
});
export type CardSubmit = z.infer<typeof CardSubmit>;

const Execute = z.object({
  action: z.looseObject({ title: z.string().optional().catch(undefined), data: z.unknown() }),
});

/** Removes what Teams adds to a button's value. */
function ownValue(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const { msteams: _, ...own } = value as Record<string, unknown>;
  return own;
}

/** Reads what a pressed button posted, in the form it was made in. */
function readSubmit(data: unknown, shown: string | undefined): SubmittedCard {
  const ours = CardSubmit.safeParse(data);
  if (!ours.success) return { value: ownValue(data), ...(shown ? { title: shown } : {}) };
  const { press, title, on, draft } = ours.data;
  const value = draft === undefined ? press : { ...press, draft: draft.replace(/\r\n?/g, "\n") };
  return { value, title, ...(on === null ? {} : { on }) };
}

/** Reads a pressed button: `Action.Execute` (an invoke), `Action.Submit` and `messageBack` (messages with a value); null for anything else. */
export function readSubmittedCard({ type, name, value, text }: IncomingActivity): SubmittedCard | null {
  if (type === "invoke" && name === "adaptiveCard/action") {
    const executed = Execute.safeParse(value);
    if (!executed.success) return null;
    return readSubmit(executed.data.action.data, executed.data.action.title);
  }
  if (type !== "message" || value === undefined || value === null) return null;
  return readSubmit(value, text);
}

/** What goes on within one card: the checklist is ticked, the steps turn, a draft is worded anew, a ticket's place changes. */
const changing: ReadonlySet<unknown> = new Set(["checklist", "steps", "draft", "ticket"]);

/** Reports whether a reply replaces the card whose button was pressed, as the next state of the same thing. */
export function inPlace({ on }: SubmittedCard, { channelData }: Activity): boolean {
  const card = channelData?.["card"] as StepCard | undefined;
  return card !== undefined && card.kind === on && changing.has(on);
}

/** A button that posts `data`; clients without Action.Execute post the same as Action.Submit. A secondary one waits behind "…". */
export const button = (
  title: string,
  verb: string,
  data: Record<string, unknown>,
  mode: "primary" | "secondary" = "primary",
): Action => ({
  type: "Action.Execute",
  title,
  verb,
  data,
  ...(mode === "primary" ? {} : { mode }),
  fallback: { type: "Action.Submit", title, data, ...(mode === "primary" ? {} : { mode }) },
});

/** Builds a card for Teams. `told` is the whole card as plain text, for screen readers and clients without cards. */
export const cardForTeams = (told: string, body: Element[], actions: Action[]): CardAttachment =>
  adaptiveCard("1.5", told, body, actions);

import { z } from "zod";
import type { Deed } from "../../../audit/audit-line.ts";
import type { Actor, HumanDesk, Moved } from "../../../desk/human-desk.ts";
import type { Arrived } from "../arrived.ts";
import type { CardAttachment } from "../cards/elements.ts";
import { readPressed } from "../cards/pressed.ts";
import { type AdoptParts, adopt } from "./adopt.ts";
import type { Agents } from "./agents.ts";
import { type CardParts, cardOf } from "./face.ts";
import { refusalWords } from "./refusal-words.ts";

const Verb = z.enum(["claim", "resolve", "return"]);
const Press = z.object({ verb: Verb, ticket: z.number().int().positive() });
type Press = z.infer<typeof Press>;

export interface PressParts extends CardParts, AdoptParts {
  human: Pick<HumanDesk, "claim" | "resolve" | "ticket">;
  agents: Agents;
}

/** What whoever pressed sees then: the card as it is now, or why nothing was done. */
export type Shown = { card: CardAttachment } | { told: string };

/** Reads a pressed button of a ticket's card; null for anything else. */
export const readPress = (activity: Arrived): Press | null =>
  Press.safeParse(readPressed(activity)?.value).data ?? null;

/** where the talk goes from here */
const onward = { claim: null, resolve: "done", return: "continue" } as const;

function move({ human, words }: PressParts, { verb, ticket }: Press, actor: Actor): Promise<Moved> {
  const goesOn = onward[verb];
  return goesOn === null
    ? human.claim(ticket, actor)
    : human.resolve(ticket, actor, words("support-channel.outcome"), goesOn);
}

/** What the audit log says of a press. */
function deedOf({ verb, ticket }: Press): [Deed, Record<string, string>] {
  const number = String(ticket);
  const goesOn = onward[verb];
  return goesOn === null ? ["ticket claimed", { number }] : ["ticket resolved", { number, onward: goesOn }];
}

/** Does what a button says for whoever pressed it, if they may. Who comes too late sees on the card who has the ticket. */
export async function press(parts: PressParts, pressed: Press, activity: Arrived): Promise<Shown> {
  const { agents, human, words } = parts;
  const number = String(pressed.ticket);
  const actor = await agents.find(activity, { number, tried: pressed.verb });
  if (actor === null) return { told: words("support-channel.stranger") };
  await adopt(parts, pressed.ticket, activity);
  const moved = await move(parts, pressed, actor);
  if ("ticket" in moved) {
    await agents.did(actor, ...deedOf(pressed));
    return { card: await cardOf(parts, moved.ticket) };
  }
  const ticket = await human.ticket(pressed.ticket);
  const isLate = moved.refused === "taken" || moved.refused === "closed";
  return ticket !== undefined && isLate
    ? { card: await cardOf(parts, ticket) }
    : { told: await refusalWords(parts, pressed.ticket, moved) };
}

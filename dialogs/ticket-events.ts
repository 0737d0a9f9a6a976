import { z } from "zod";
import type { Activity } from "../src/store/records.ts";
import { TicketContinuation } from "../src/store/ticket.ts";
import { ticketName } from "../src/tickets/ticket.ts";
import { DialogStack } from "./dialog-stack.ts";
import { note, popDetours, pushDetour } from "./interruptions/note.ts";
import type { DialogContext } from "./sdk.ts";
import type { TurnScope } from "./turn-scope.ts";
import type { Begin, GuideWaterfall } from "./waterfall.ts";

/** An event by which the desk tells the bot what has become of a ticket. */
const DeskEvent = z.discriminatedUnion("name", [
  z.object({
    name: z.literal("desk.returned"),
    value: z.object({ ticket: z.number(), onward: TicketContinuation }),
  }),
  z.object({ name: z.literal("desk.promise-broken"), value: z.object({ ticket: z.number() }) }),
  z.object({ name: z.literal("desk.expired"), value: z.object({ ticket: z.number() }) }),
]);

/** What the desk tells the bot about the ticket of this conversation. */
export type TicketEvent =
  | { kind: "returned"; ticket: number; onward: TicketContinuation }
  | { kind: "promise-broken"; ticket: number }
  | { kind: "expired"; ticket: number };

/** Reads an event of the desk; null for any other activity. */
export function readTicketEvent(activity: Activity): TicketEvent | null {
  const read = activity.type === "event" ? DeskEvent.safeParse(activity) : null;
  if (!read?.success) return null;
  const { name, value } = read.data;
  switch (name) {
    case "desk.returned":
      return { kind: "returned", ...value };
    case "desk.promise-broken":
      return { kind: "promise-broken", ...value };
    case "desk.expired":
      return { kind: "expired", ...value };
    default:
      return name satisfies never;
  }
}

/**
 * Handles an event of the desk: the conversation is the bot's again, a promise was not kept, or a ticket was closed.
 */
export async function handleTicketEvent(
  dc: DialogContext,
  turn: TurnScope,
  told: TicketEvent,
): Promise<void> {
  if (told.ticket !== turn.context.ticket?.number) return;
  popDetours(dc, turn);
  switch (told.kind) {
    case "returned":
      turn.state.mayReopen = true;
      turn.state.justClosed = told.onward === "done";
      turn.say([note(turn, turn.words(`returned.${told.onward}${asksToRate(turn) ? "" : "-at-once"}`))]);
      return GO_ON[told.onward](dc, turn);
    case "expired":
      turn.state.mayReopen = true;
      turn.say([note(turn, turn.words("returned.expired", { number: ticketName(told.ticket) }))]);
      return resume(dc, turn);
    case "promise-broken":
      return chooseAgain(dc, turn);
    default:
      return told satisfies never;
  }
}

/** Reports whether the ticket can still be rated: nobody is asked twice about one ticket. */
const asksToRate = ({ context: { ticket } }: TurnScope): boolean =>
  ticket?.state.kind === "closed" && ticket.state.ratable;

/** Returns to the question that was open when the person asked for a person; the rating comes first. */
async function resume(dc: DialogContext, turn: TurnScope): Promise<void> {
  const asked = dc.stack.findIndex(({ id }) => id === "escalate");
  const aside = asked < 0 || dc.stack[asked]?.state["aside"] === true;
  if (asked >= 0) new DialogStack(dc).closeFrom(asked);
  else if (dc.stack.length === 0) new DialogStack(dc).reset("again");
  else turn.record(null, {});
  await rate(dc, turn, aside);
}

async function startOver(dc: DialogContext, turn: TurnScope): Promise<void> {
  turn.forget();
  new DialogStack(dc).reset("fork");
  await rate(dc, turn, true);
}

async function close(dc: DialogContext, turn: TurnScope): Promise<void> {
  new DialogStack(dc).reset("closing");
  await rate(dc, turn, false);
}

const GO_ON = { continue: resume, restart: startOver, done: close };

async function rate(dc: DialogContext, turn: TurnScope, aside: boolean): Promise<void> {
  turn.state.nonce = null;
  await dc.beginDialog("rate", { aside } satisfies Begin);
}

/** Offers the choice of a contact again, where the person stands. */
async function chooseAgain(dc: DialogContext, turn: TurnScope): Promise<void> {
  if (turn.context.ticket?.state.kind !== "open") return;
  if (dc.activeDialog?.id !== "escalate") return pushDetour(dc, turn, "escalate", { late: true }, "late");
  turn.record(null, { late: true });
  await (dc.findDialog("escalate") as GuideWaterfall).enter(dc, "late");
}

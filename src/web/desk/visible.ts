import type { DeskEvent } from "../../desk/human-desk.ts";
import type { Person } from "../../people/person.ts";
import type { ReadingRules } from "../../people/reading-rules.ts";
import { mayRead } from "../../people/rights.ts";
import { speakerOf, type Ticket, type TicketState } from "../../store/ticket.ts";
import type { StreamFrame } from "./schemas/stream.ts";

/** Where a ticket stands, without what somebody wrote of its end. */
export const veiledState = ({ state }: Pick<Ticket, "state">): TicketState =>
  state.kind === "resolved" ? { ...state, outcome: "" } : state;

/** A ticket that is not a reader's to read, as far as everybody may know of it: that it is taken or closed, and by whom. */
const veiled = (ticket: Ticket): Ticket => ({
  ...ticket,
  state: veiledState(ticket),
  userId: "",
  goal: "",
  topic: null,
  accountType: null,
  place: null,
  trail: [],
  told: { version: "", passages: [] },
  summary: "",
  tags: [],
  contact: { kind: "here" },
  receipts: [],
  csat: null,
  audit: [],
  network: null,
});

/** As much of a ticket as tells who may read it. */
type Reach = Pick<Ticket, "state" | "audit">;

/** What a reader is told of an event, or null for what is not for them. `ticket` is what it is about; null: nothing, or it is gone. */
export function frameFor(
  event: DeskEvent,
  reader: Pick<Person, "id" | "role">,
  ticket: Reach | null,
  rules: Pick<ReadingRules, "closedByOthers">,
): StreamFrame | null {
  const isOpenTo = ticket === null || mayRead(reader, ticket, rules);
  switch (event.kind) {
    case "presence":
      return event;
    case "ticket":
      return { ...event, ticket: isOpenTo ? event.ticket : veiled(event.ticket), veiled: !isOpenTo };
    case "activity":
    case "typing":
    case "read":
      return isOpenTo ? event : null;
    default:
      return event satisfies never;
  }
}

/** Knows the tickets that somebody has, from the events as they happen, and the rest from the store. */
export class KnownTickets {
  readonly #held = new Map<number, Reach>();

  constructor(private readonly look: (number: number) => Promise<Ticket | undefined>) {}

  /** Notes an event as the newest one. */
  note(event: DeskEvent): void {
    if (event.kind !== "ticket") return;
    const { number, state, audit } = event.ticket;
    if (speakerOf(event.ticket) === null) this.#held.delete(number);
    else this.#held.set(number, { state, audit });
  }

  /** The ticket that an event is about: of a ticket's own event as it was then, of others as it is by now. */
  async of(event: DeskEvent): Promise<Reach | null> {
    if (event.kind === "presence") return null;
    if (event.kind === "ticket") return event.ticket;
    return this.#held.get(event.ticket) ?? (await this.look(event.ticket)) ?? null;
  }
}

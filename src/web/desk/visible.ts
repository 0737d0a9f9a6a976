import type { DeskEvent } from "../../desk/human-desk.ts";
import type { Person } from "../../people/person.ts";
import { isAtLeast } from "../../people/rights.ts";
import { speakerOf, type Ticket } from "../../store/ticket.ts";
import type { StreamFrame } from "./schemas/stream.ts";

/** A ticket that somebody else has, as far as everybody may know of it: that it is taken, and by whom. */
const veiled = (ticket: Ticket): Ticket => ({
  ...ticket,
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
});

/** What a reader is told of an event, or null for what is not for them. `holder` has the ticket that it is about. */
export function frameFor(
  event: DeskEvent,
  reader: Pick<Person, "id" | "role">,
  holder: string | null,
): StreamFrame | null {
  const mayRead = holder === null || holder === reader.id || isAtLeast(reader.role, "supervisor");
  switch (event.kind) {
    case "presence":
      return event;
    case "ticket":
      return { ...event, ticket: mayRead ? event.ticket : veiled(event.ticket), veiled: !mayRead };
    case "activity":
    case "typing":
    case "read":
      return mayRead ? event : null;
    default:
      return event satisfies never;
  }
}

/** Knows who has which ticket, from the events as they happen and for the rest from the store. */
export class Holders {
  readonly #known = new Map<number, string>();

  constructor(private readonly look: (number: number) => Promise<Ticket | undefined>) {}

  /** Notes an event as the newest one. */
  note(event: DeskEvent): void {
    if (event.kind !== "ticket") return;
    const holder = speakerOf(event.ticket);
    if (holder === null) this.#known.delete(event.ticket.number);
    else this.#known.set(event.ticket.number, holder);
  }

  /** Who has the ticket that an event is about: of a ticket's own event at that time, of others by now. */
  async of(event: DeskEvent): Promise<string | null> {
    if (event.kind === "presence") return null;
    if (event.kind === "ticket") return speakerOf(event.ticket);
    const known = this.#known.get(event.ticket);
    if (known !== undefined) return known;
    const ticket = await this.look(event.ticket);
    return ticket === undefined ? null : speakerOf(ticket);
  }
}

import { mayRead, type Person, type ReadingRules } from "../accounts/account.ts";
import type { AuditReader, OpenedConversation } from "../audit/read-log.ts";
import { addressOf, type Visited } from "../http/client-address.ts";
import type { ProblemResponse } from "../http/problems.ts";
import { isOpen, type Ticket, type TicketState, ticketSpeaker } from "../store/ticket.ts";
import type { DeskEvent } from "../tickets/human-desk.ts";
import type { ApiDesk } from "./api-context.ts";
import type { StreamFrame } from "./schemas/conversations.ts";

/** Finds a ticket by the number in a path. */
export async function ticketAt(
  { store }: Pick<ApiDesk, "store">,
  number: string | undefined,
): Promise<Ticket | ProblemResponse> {
  const requested = /^\d{1,9}$/.test(number ?? "") ? Number(number) : 0;
  return (requested > 0 ? await store.ticket(requested) : undefined) ?? { refused: "unknown-ticket" };
}

/** Returns the name of an account for a refusal. */
export async function named(
  { accounts }: Pick<ApiDesk, "accounts">,
  id: string | null,
): Promise<Pick<ProblemResponse, "by">> {
  const person = id === null ? undefined : (await accounts.people()).byId(id);
  return person === undefined ? {} : { by: { id: person.id, name: person.name } };
}

/** Returns the ticket, or a refusal when the reader may not read it. */
export async function readable(
  desk: Pick<ApiDesk, "accounts" | "reading">,
  reader: Person,
  ticket: Ticket,
): Promise<Ticket | ProblemResponse> {
  if (mayRead(reader, ticket, desk.reading)) return ticket;
  return { refused: "not-yours", ...(await named(desk, ticketSpeaker(ticket))) };
}

/**
 * Returns the ticket of a conversation: the open one, else the newest. Agents cannot read conversations without a
 * ticket; the response is that of unknown ones.
 */
export async function ticketOfConversation(
  { store }: Pick<ApiDesk, "store">,
  conversationId: string | undefined,
): Promise<Ticket | ProblemResponse> {
  const conversation = await store.conversation(conversationId ?? "");
  if (conversation === "erased") return { refused: "gone" };
  if (conversation === undefined) return { refused: "not-found" };
  const tickets = await store.ticketsOf(conversation.id);
  return (
    tickets.find(({ number }) => number === conversation.ticket) ?? tickets.at(-1) ?? { refused: "not-found" }
  );
}

/** Converts a reader for the read log. */
export const readerOf = ({ id }: Pick<Person, "id">, req: Visited): AuditReader => ({
  agent: id,
  from: addressOf(req),
});

/** Converts an opened ticket for the read log. */
export function openedBy({ id }: Pick<Person, "id">, ticket: Ticket): OpenedConversation {
  const holder = ticketSpeaker(ticket);
  const open = holder === null ? "queue" : holder === id ? "own" : "other's";
  const whose = isOpen(ticket) ? open : "closed";
  return { conversation: ticket.conversationId, ticket: ticket.number, whose };
}

/** Returns a ticket's state without the outcome text. */
const redactedState = ({ state }: Pick<Ticket, "state">): TicketState =>
  state.kind === "resolved" ? { ...state, outcome: "" } : state;

/**
 * Returns a ticket as readers without access get it: who has it, since when, and how urgent it is. Names every field,
 * so that one added to the schema is not sent until somebody decides on it here.
 */
export const veiled = (ticket: Ticket): Ticket => ({
  number: ticket.number,
  revision: ticket.revision,
  conversationId: ticket.conversationId,
  channel: ticket.channel,
  userId: "",
  language: ticket.language,
  openedAt: ticket.openedAt,
  state: redactedState(ticket),
  priority: ticket.priority,
  distress: null,
  team: ticket.team,
  tags: [],
  goal: "",
  topic: null,
  accountType: null,
  place: null,
  trail: [],
  told: { version: "", passages: [] },
  summary: "",
  contact: { kind: "here" },
  consentAt: ticket.consentAt,
  transcript: ticket.transcript,
  receipts: [],
  promise: ticket.promise,
  firstClaimedAt: ticket.firstClaimedAt,
  csat: null,
  audit: [],
  network: null,
});

/** The fields of a ticket that decide who may read it. */
type Reach = Pick<Ticket, "state" | "audit">;

/**
 * Returns the frame of an event for a reader, or null when it is hidden. `ticket`: its ticket; null: none, or
 * erased.
 */
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

/** Cache of claimed tickets, updated by events; other tickets are read from the store. */
export class KnownTickets {
  readonly #held = new Map<number, Reach>();

  constructor(private readonly look: (number: number) => Promise<Ticket | undefined>) {}

  /** Updates the cache. */
  note(event: DeskEvent): void {
    if (event.kind !== "ticket") return;
    const { number, state, audit } = event.ticket;
    if (ticketSpeaker(event.ticket) === null) this.#held.delete(number);
    else this.#held.set(number, { state, audit });
  }

  /** Returns the ticket of an event: for ticket events as of then, for others the current one. */
  async of(event: DeskEvent): Promise<Reach | null> {
    if (event.kind === "presence") return null;
    if (event.kind === "ticket") return event.ticket;
    return this.#held.get(event.ticket) ?? (await this.look(event.ticket)) ?? null;
  }
}

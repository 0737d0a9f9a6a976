import type { Ticket } from "../../../store/ticket.ts";
import type { ApiDesk } from "../desk.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { openedBy, readable, readerOf, ticketAt } from "../readable.ts";
import { TicketDetail, TicketPage, TicketQuery } from "../schemas/tickets.ts";
import { ticketLines } from "../ticket-lines.ts";
import { whichTickets } from "../which-tickets.ts";

/** The ids of everybody that a ticket speaks of. */
function agentsIn({ state, audit }: Ticket): Set<string> {
  const ids = audit.flatMap(({ who, about }) => [
    ...(who.kind === "agent" ? [who.id] : []),
    ...(about["agent"] === undefined ? [] : [about["agent"]]),
  ]);
  return new Set("by" in state ? [...ids, state.by] : ids);
}

/** Lists of tickets, and one ticket with all that belongs to it. */
export function ticketEndpoints(desk: ApiDesk): Endpoint[] {
  const { store, human, accounts, suspects, readings } = desk;
  /** All of the same talk, and those of the same person's other talks that are open. */
  const othersOf = async ({ number, userId, conversationId }: Ticket): Promise<Ticket[]> => {
    const open = (await store.openTickets()).filter((other) => userId !== "" && other.userId === userId);
    const found = [...(await store.ticketsOf(conversationId)), ...open];
    const others = new Map(found.map((other) => [other.number, other]));
    others.delete(number);
    return [...others.values()].sort((a, b) => b.number - a.number);
  };
  return [
    endpoint({
      method: "get",
      path: "/tickets",
      summary: "The queue in its order, or other lists of tickets, the newest first",
      query: TicketQuery,
      answer: TicketPage,
      handle: async ({ me, query }) => {
        const page = await whichTickets(desk, me, query);
        if (page === null) return { refused: "bad-request" };
        const { tickets, next, total } = page;
        return {
          value: { tickets: await ticketLines(desk, me, tickets), more: next !== null, next, total },
        };
      },
    }),
    endpoint({
      method: "get",
      path: "/tickets/:number",
      summary: "A ticket with its place in the queue, its receipts and the same person's other tickets",
      answer: TicketDetail,
      problems: ["unknown-ticket", "not-yours"],
      handle: async ({ me, req, params }) => {
        const found = await ticketAt(desk, params["number"]);
        const ticket = "refused" in found ? found : await readable(desk, me, found);
        if ("refused" in ticket) return ticket;
        await readings.opened(readerOf(me, req), openedBy(me, ticket));
        const line = (await human.queue()).find((one) => one.ticket.number === ticket.number);
        const people = await accounts.people();
        return {
          value: {
            ticket,
            place: line?.place ?? null,
            expectedMs: line?.expectedMs ?? null,
            suspectAddress: await suspects.of(ticket),
            others: await ticketLines(desk, me, await othersOf(ticket)),
            receipts: await store.receipts(ticket.conversationId),
            agentNames: Object.fromEntries(
              [...agentsIn(ticket)].flatMap((id) => {
                const person = people.byId(id);
                return person === undefined ? [] : [[id, person.name]];
              }),
            ),
          },
        };
      },
    }),
  ];
}

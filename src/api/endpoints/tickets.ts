import { isAtLeast } from "../../accounts/account.ts";
import type { Ticket } from "../../store/ticket.ts";
import type { HeldNetwork } from "../../tickets/human-desk.ts";
import type { ApiDesk } from "../api-context.ts";
import { actorOf } from "../colleagues.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import {
  BulkCloseRequest,
  BulkCloseResult,
  LetInAnswer,
  Nothing,
  QuarantinePage,
  TicketAnswer,
  TicketDetail,
  TicketPage,
  TicketQuery,
} from "../schemas/tickets.ts";
import { selectTickets, ticketSummaries } from "../ticket-list.ts";
import { openedBy, readable, readerOf, ticketAt } from "../visibility.ts";
import { numberIn, problemOf } from "./ticket-actions.ts";

const mostNetworks = 200;

const networkIn = (params: Record<string, string>): string => params["network"] ?? "";

/** Defines the endpoints for quarantine: tickets held back because of their network or an unusual rate. */
export function quarantineEndpoints(desk: Pick<ApiDesk, "human" | "accounts">): Endpoint[] {
  const { quarantine } = desk.human;
  return [
    endpoint({
      method: "get",
      path: "/quarantine",
      summary: "Lists the quarantine by network, and what was closed there and can be reopened",
      answer: QuarantinePage,
      handle: async () => {
        const networks: HeldNetwork[] = await quarantine.networks();
        return {
          value: {
            total: networks.reduce((sum, { tickets }) => sum + tickets, 0),
            networks: networks.slice(0, mostNetworks),
            networksTotal: networks.length,
            acts: await quarantine.acts(),
          },
        };
      },
    }),
    endpoint({
      method: "post",
      path: "/tickets/:number/let-in",
      audited: { what: "ticket let in" },
      summary: "Moves a ticket from quarantine to the queue",
      body: Nothing,
      answer: TicketAnswer,
      problems: ["unknown-ticket", "not-waiting", "closed"],
      handle: async ({ me, params }) => {
        const made = await quarantine.letIn(numberIn(params), actorOf(me));
        return "refused" in made ? problemOf(desk, made) : { value: { ticket: made.ticket } };
      },
    }),
    endpoint({
      method: "post",
      path: "/quarantine/:network/let-in",
      summary: "Moves all tickets of a network from quarantine to the queue",
      body: Nothing,
      answer: LetInAnswer,
      handle: async ({ me, params, audit }) => {
        const network = networkIn(params);
        const tickets = await quarantine.letInNetwork(network, actorOf(me));
        if (tickets > 0) await audit("network let in", { network, tickets: String(tickets) });
        return { value: { tickets } };
      },
    }),
    endpoint({
      method: "post",
      path: "/quarantine/:network/close",
      summary:
        "Closes all tickets that a network has in quarantine and tells the people; it can be undone for a while",
      body: BulkCloseRequest,
      answer: BulkCloseResult,
      problems: ["not-allowed"],
      handle: async ({ me, body, params, audit }) => {
        if (body.queued && !isAtLeast(me.role, "supervisor")) return { refused: "not-allowed" };
        const made = await quarantine.sweep(networkIn(params), actorOf(me), body);
        const { id, network, tickets } = made.act;
        if (tickets > 0) await audit("network closed", { act: id, network, tickets: String(tickets) });
        return { value: made };
      },
    }),
    endpoint({
      method: "post",
      path: "/quarantine/acts/:act/undo",
      summary: "Reopens exactly the tickets that were closed at once",
      body: Nothing,
      answer: LetInAnswer,
      problems: ["unknown-act"],
      handle: async ({ me, params, audit }) => {
        const act = params["act"] ?? "";
        const tickets = await quarantine.undo(act, actorOf(me));
        if (tickets === null) return { refused: "unknown-act" };
        await audit("network opened again", { act, tickets: String(tickets) });
        return { value: { tickets } };
      },
    }),
  ];
}

/** Returns the ids of all agents in a ticket. */
function agentsIn({ state, audit }: Ticket): Set<string> {
  const ids = audit.flatMap(({ who, about }) => [
    ...(who.kind === "agent" ? [who.id] : []),
    ...(about["agent"] === undefined ? [] : [about["agent"]]),
  ]);
  return new Set("by" in state ? [...ids, state.by] : ids);
}

/** Defines the endpoints for ticket lists and details. */
export function ticketEndpoints(desk: ApiDesk): Endpoint[] {
  const { store, human, accounts, suspects, readings } = desk;
  /** Returns the conversation's other tickets, and the person's other open ones. */
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
      summary: "Lists the queue in its order, or other tickets, newest first",
      query: TicketQuery,
      answer: TicketPage,
      handle: async ({ me, query }) => {
        const page = await selectTickets(desk, me, query);
        if (page === null) return { refused: "bad-request" };
        const { tickets, next, total } = page;
        return {
          value: { tickets: await ticketSummaries(desk, me, tickets), more: next !== null, next, total },
        };
      },
    }),
    endpoint({
      method: "get",
      path: "/tickets/:number",
      summary: "Returns a ticket with its queue position, receipts and the same person's other tickets",
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
            others: await ticketSummaries(desk, me, await othersOf(ticket)),
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

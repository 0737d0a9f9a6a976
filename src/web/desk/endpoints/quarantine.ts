import type { HeldNetwork } from "../../../desk/human-desk.ts";
import { isAtLeast } from "../../../people/rights.ts";
import { actorOf } from "../colleagues.ts";
import type { ApiDesk } from "../desk.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { LetInAnswer, QuarantinePage, SweepAnswer, SweepWish } from "../schemas/quarantine.ts";
import { Nothing, TicketAnswer } from "../schemas/tickets.ts";
import { numberIn, refusalOf } from "./moves.ts";

const mostNetworks = 200;

const networkIn = (params: Record<string, string>): string => params["network"] ?? "";

/** Tickets that wait outside the queue because many come from their network, or unusually many are opened. */
export function quarantineEndpoints(desk: Pick<ApiDesk, "human" | "accounts">): Endpoint[] {
  const { quarantine } = desk.human;
  return [
    endpoint({
      method: "get",
      path: "/quarantine",
      summary: "What waits in quarantine, by network, and what was closed there and can be opened again",
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
      deed: { what: "ticket let in" },
      summary: "Let a ticket out of quarantine into the queue",
      body: Nothing,
      answer: TicketAnswer,
      problems: ["unknown-ticket", "not-waiting", "closed"],
      handle: async ({ me, params }) => {
        const made = await quarantine.letIn(numberIn(params), actorOf(me));
        return "refused" in made ? refusalOf(desk, made) : { value: { ticket: made.ticket } };
      },
    }),
    endpoint({
      method: "post",
      path: "/quarantine/:network/let-in",
      summary: "Let all that a network has in quarantine into the queue",
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
        "Close all that a network has in quarantine; the people are told, and it can be undone for a while",
      body: SweepWish,
      answer: SweepAnswer,
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
      summary: "Open again exactly what was closed at once",
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

import type { ProblemResponse } from "../../http/problems.ts";
import { sanitizeAndRedact } from "../../redaction/redact.ts";
import { isMailAddress } from "../../runtime/email-address.ts";
import type { Actor, MoveRefused } from "../../tickets/human-desk.ts";
import type { ApiDesk } from "../api-context.ts";
import { actorOf } from "../colleagues.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import {
  ConfirmAddress,
  Note,
  NoteAnswer,
  Nothing,
  ResolveTicket,
  SetPriority,
  SetTags,
  TicketAnswer,
  Transfer,
} from "../schemas/tickets.ts";
import { named, ticketAt } from "../visibility.ts";

/** Tags an agent's message with the id that their console chose. */
export const sentAs = (clientId: string | undefined): Record<string, unknown> =>
  clientId === undefined ? {} : { clientActivityID: clientId };

/** Converts a refused action into a problem that names the current assignee. */
export async function problemOf(
  desk: Pick<ApiDesk, "accounts">,
  refused: MoveRefused,
): Promise<ProblemResponse> {
  if (refused.refused === "unknown") return { refused: "unknown-ticket" };
  if (!("by" in refused)) return refused;
  return { refused: refused.refused, ...(await named(desk, refused.by)) };
}

/** Returns the ticket number in a path; 0 when invalid. */
export const numberIn = (params: Record<string, string>): number =>
  Number(/^\d{1,9}$/.exec(params["number"] ?? "")?.[0] ?? 0);

/** Defines the endpoints for actions on a ticket. */
export function ticketActionEndpoints(desk: ApiDesk): Endpoint[] {
  const { human, accounts, teams } = desk;
  const replyTo = async (made: Awaited<ReturnType<typeof human.claim>>) =>
    "refused" in made ? problemOf(desk, made) : { value: { ticket: made.ticket } };
  const receiver = async (to: string): Promise<{ agent: Actor } | { team: string } | ProblemResponse> => {
    const team = /^team:(.+)$/.exec(to)?.[1];
    if (team !== undefined)
      return teams.some(({ id }) => id === team) ? { team } : { refused: "unknown-team" };
    const person = await accounts.person(to);
    return person === undefined ? { refused: "unknown-agent" } : { agent: actorOf(person) };
  };
  const move = { method: "post", answer: TicketAnswer } as const;
  return [
    endpoint({
      ...move,
      path: "/tickets/:number/claim",
      audited: { what: "ticket claimed" },
      summary: "Claims a ticket: from here on the agent speaks, and the bot does not",
      body: Nothing,
      problems: ["unknown-ticket", "taken", "closed"],
      handle: async ({ me, params }) => replyTo(await human.claim(numberIn(params), actorOf(me))),
    }),
    endpoint({
      ...move,
      path: "/tickets/:number/release",
      audited: { what: "ticket released" },
      summary: "Releases a ticket to the queue",
      body: Nothing,
      problems: ["unknown-ticket", "not-yours", "closed"],
      handle: async ({ me, params }) => replyTo(await human.release(numberIn(params), actorOf(me))),
    }),
    endpoint({
      ...move,
      path: "/tickets/:number/transfer",
      audited: { what: "ticket transferred", chosen: ["to"] },
      summary: "Transfers a ticket to an agent, or to a team's queue",
      body: Transfer,
      problems: ["unknown-ticket", "unknown-agent", "unknown-team", "not-yours", "closed"],
      handle: async ({ me, body, params }) => {
        const to = await receiver(body.to);
        if ("refused" in to) return to;
        const note = body.note ? sanitizeAndRedact(body.note) : null;
        return replyTo(await human.transfer(numberIn(params), actorOf(me), to, note));
      },
    }),
    endpoint({
      method: "post",
      path: "/tickets/:number/notes",
      audited: { what: "ticket noted" },
      summary: "Adds a note for staff alone",
      body: Note,
      answer: NoteAnswer,
      problems: ["unknown-ticket", "not-yours", "closed"],
      handle: async ({ me, body: { text, clientId }, params }) => {
        const noted = { text: sanitizeAndRedact(text), channelData: sentAs(clientId) };
        const made = await human.note(numberIn(params), actorOf(me), noted, clientId ?? null);
        if ("refused" in made) return problemOf(desk, made);
        const ticket = await ticketAt(desk, params["number"]);
        return "refused" in ticket ? ticket : { value: { ticket, seq: made.entry.seq } };
      },
    }),
    endpoint({
      ...move,
      path: "/tickets/:number/resolve",
      audited: { what: "ticket resolved", chosen: ["then"] },
      summary: "Resolves a ticket; the bot goes on where it was, starts over, or ends the conversation",
      body: ResolveTicket,
      problems: ["unknown-ticket", "not-yours", "closed"],
      handle: async ({ me, body, params }) =>
        replyTo(
          await human.resolve(numberIn(params), actorOf(me), sanitizeAndRedact(body.outcome), body.then),
        ),
    }),
    endpoint({
      ...move,
      path: "/tickets/:number/priority",
      audited: { what: "ticket priority set", chosen: ["priority"] },
      summary: "Sets the priority of a ticket",
      body: SetPriority,
      problems: ["unknown-ticket", "not-yours", "closed"],
      handle: async ({ me, body, params }) =>
        replyTo(await human.setPriority(numberIn(params), actorOf(me), body.priority)),
    }),
    endpoint({
      ...move,
      path: "/tickets/:number/address",
      audited: { what: "ticket address confirmed" },
      summary: "Confirms or corrects the address for answers, and sends what waits for it",
      body: ConfirmAddress,
      problems: ["unknown-ticket", "not-yours", "no-address", "bad-address"],
      handle: async ({ me, body, params }) => {
        const address = body.address.normalize("NFC");
        if (!isMailAddress(address)) return { refused: "bad-address" };
        return replyTo(await human.confirmAddress(numberIn(params), actorOf(me), address));
      },
    }),
    endpoint({
      ...move,
      path: "/tickets/:number/tags",
      audited: { what: "ticket tags set" },
      summary: "Sets the tags of a ticket",
      body: SetTags,
      problems: ["unknown-ticket", "not-yours", "closed"],
      handle: async ({ me, body, params }) =>
        replyTo(await human.setTags(numberIn(params), actorOf(me), [...new Set(body.tags)])),
    }),
  ];
}

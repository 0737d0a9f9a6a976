import type { z } from "zod";
import type { Person } from "../../people/person.ts";
import { mayRead } from "../../people/rights.ts";
import { isOpen, speakerOf, type Ticket } from "../../store/ticket.ts";
import type { ApiDesk } from "./desk.ts";
import type { TicketQuery } from "./schemas/tickets.ts";

type Wanted = z.infer<typeof TicketQuery>;
type Filter = (ticket: Ticket, me: Person) => boolean;

const inQueue: Filter = (ticket) => isOpen(ticket) && speakerOf(ticket) === null;

const filters: Record<Wanted["state"], Filter> = {
  waiting: inQueue,
  queued: inQueue,
  mine: (ticket, me) => speakerOf(ticket) === me.id,
  claimed: (ticket) => speakerOf(ticket) !== null,
  resolved: (ticket) => !isOpen(ticket),
  all: () => true,
};

const pageSize = 200;

/** The tickets of a list: the queue in its order, everything else the newest first. Nobody sees in lists what they may not read. */
export async function whichTickets(
  { store, human }: Pick<ApiDesk, "store" | "human">,
  me: Person,
  { state, before, limit }: Wanted,
): Promise<{ tickets: Ticket[]; more: boolean }> {
  const wanted = (ticket: Ticket): boolean => filters[state](ticket, me) && mayRead(me, ticket);
  if (state === "waiting" || state === "queued") {
    const line = (await human.queue()).map(({ ticket }) => ticket);
    const from = before === undefined ? 0 : line.findIndex(({ number }) => number === before) + 1;
    return { tickets: line.slice(from, from + limit), more: line.length > from + limit };
  }
  const found: Ticket[] = [];
  for (let below = before; ; ) {
    const page =
      state === "mine" || state === "claimed"
        ? (await store.openTickets())
            .toReversed()
            .filter(({ number }) => below === undefined || number < below)
        : await store.newestTickets({ limit: pageSize, ...(below !== undefined && { before: below }) });
    found.push(...page.filter(wanted));
    if (found.length > limit) return { tickets: found.slice(0, limit), more: true };
    const last = page.at(-1)?.number;
    if (last === undefined || page.length < pageSize || state === "mine" || state === "claimed")
      return { tickets: found, more: false };
    below = last;
  }
}

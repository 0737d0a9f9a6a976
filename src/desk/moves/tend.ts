import type { Priority, Ticket } from "../../store/ticket.ts";
import type { Actor, Moved } from "../human-desk.ts";
import { change } from "./change.ts";
import { byAgent, notForThem } from "./rights.ts";

/** The ticket with another priority; with the one it has it stays as it is. */
export function setPriority(ticket: Ticket, actor: Actor, priority: Priority, now: Date): Moved {
  const refused = notForThem(ticket, actor);
  if (refused) return refused;
  if (ticket.priority === priority) return { ticket };
  const about = { from: ticket.priority, to: priority };
  return { ticket: change(ticket, { who: byAgent(actor), what: "priority-set", about }, now, { priority }) };
}

/** The ticket with these tags, each once, in the order they were given. */
export function setTags(ticket: Ticket, actor: Actor, tags: readonly string[], now: Date): Moved {
  const refused = notForThem(ticket, actor);
  if (refused) return refused;
  const kept = [...new Set(tags)];
  return { ticket: change(ticket, { who: byAgent(actor), what: "tags-set" }, now, { tags: kept }) };
}

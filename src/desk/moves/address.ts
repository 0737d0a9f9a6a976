import type { Ticket } from "../../store/ticket.ts";
import type { Actor, Moved } from "../human-desk.ts";
import { change } from "./change.ts";
import { byAgent, notForThem } from "./rights.ts";

/** The ticket with the address to which answers go, as an agent has confirmed or corrected it; a closed one too, for an answer may wait. */
export function confirmAddress(ticket: Ticket, actor: Actor, address: string, now: Date): Moved {
  const { contact } = ticket;
  const refused = notForThem(ticket, actor);
  if (refused && refused.refused !== "closed") return refused;
  if (contact.kind !== "email") return { refused: "no-address" };
  const isSame = contact.address === address;
  if (isSame && contact.checked) return { ticket };
  const about = { address: isSame ? "confirmed" : "corrected" };
  return {
    ticket: change(ticket, { who: byAgent(actor), what: "address-confirmed", about }, now, {
      contact: { kind: "email", address, checked: true },
    }),
  };
}

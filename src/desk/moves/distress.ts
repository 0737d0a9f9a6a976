import { isOpen, type Ticket, type TicketDistress } from "../../store/ticket.ts";
import { distressKinds } from "../../understand/distress/distress.ts";
import { change } from "./change.ts";

/** The ticket once the person has told their distress: marked with the most urgent kind of it, and urgent. A closed one stays as it is. */
export function noteDistress(ticket: Ticket, told: TicketDistress, now: Date): Ticket {
  if (!isOpen(ticket)) return ticket;
  const distress = distressKinds.find((kind) => kind === told || kind === ticket.distress) ?? told;
  if (distress === ticket.distress && ticket.priority === "urgent") return ticket;
  return change(ticket, { who: { kind: "person" }, what: "distress-noted" }, now, {
    distress,
    priority: "urgent",
  });
}

import type { Ticket } from "../../store/ticket.ts";
import { expiresAt } from "../moves/close.ts";
import { isBroken } from "../moves/promise.ts";
import { actedInTeams } from "../moves/rights.ts";

/** What the desk has to do about a ticket by itself, now. */
export type Due = "lease-ended" | "promise-broken" | "expired";

export interface DueRules {
  leaseMs: number;
  /** of an agent who acted on the ticket last in Teams */
  leaseInTeamsMs: number;
  expireDays: number;
  /** when an agent last gave a sign of life, in ms since the epoch */
  lastSign: (agent: string) => number;
}

/** What is due for a ticket. */
export function due(ticket: Ticket, now: Date, rules: DueRules): Due | null {
  const { state } = ticket;
  if (state.kind === "claimed") {
    const since = Math.max(Date.parse(state.since), rules.lastSign(state.by));
    const leaseMs = actedInTeams(ticket, state.by) ? rules.leaseInTeamsMs : rules.leaseMs;
    if (now.getTime() - since > leaseMs) return "lease-ended";
  }
  if (isBroken(ticket, now)) return "promise-broken";
  const expires = expiresAt(ticket, rules.expireDays);
  return expires !== null && expires <= now.getTime() ? "expired" : null;
}

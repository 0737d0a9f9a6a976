import type { Ticket } from "../../store/ticket.ts";
import { expiresAt } from "../moves/close.ts";
import { isBroken } from "../moves/promise.ts";

/** What the desk has to do about a ticket by itself, now. */
export type Due = "lease-ended" | "promise-broken" | "expired";

/** What is due for a ticket; `lastSign` is when an agent last gave a sign of life, in ms since the epoch. */
export function due(
  ticket: Ticket,
  now: Date,
  rules: { leaseMs: number; expireDays: number; lastSign: (agent: string) => number },
): Due | null {
  const { state } = ticket;
  if (state.kind === "claimed") {
    const since = Math.max(Date.parse(state.since), rules.lastSign(state.by));
    if (now.getTime() - since > rules.leaseMs) return "lease-ended";
  }
  if (isBroken(ticket, now)) return "promise-broken";
  const expires = expiresAt(ticket, rules.expireDays);
  return expires !== null && expires <= now.getTime() ? "expired" : null;
}

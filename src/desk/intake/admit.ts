import type { HeldBecause } from "../../store/ticket.ts";
import type { TicketLimits } from "./ticket-limits.ts";

/** Somebody in distress is counted apart: neither a flood of others nor their own network's keeps them waiting. */
export type Lane = "ordinary" | "distress";

/** Why a new ticket waits in quarantine; null: it joins the queue. Whoever has no counted network is vouched for. */
export function heldBecause(
  network: string | null,
  standing: { openOfNetwork: number; unusual: boolean },
  { openPerNetwork }: Pick<TicketLimits, "openPerNetwork">,
): HeldBecause | null {
  if (network === null) return null;
  if (standing.openOfNetwork >= openPerNetwork) return "network";
  return standing.unusual ? "rate" : null;
}

/** A flood that pays for proofs gets no more than so many times what is usual into the queue within a window. */
const MOST_PROVEN = 5;

/**
 * Whether a proof of work lets a ticket in. Who talked with the desk before the window began is not counted against a
 * flood, which has to begin its conversations first.
 */
export const provenMayEnter = (
  talkBegan: number,
  standing: { proven: number; usual: number; windowBegan: number },
): boolean => talkBegan < standing.windowBegan || standing.proven < standing.usual * MOST_PROVEN;

import type { LogEntry } from "../../store/records.ts";
import type { Store, TicketMove } from "../../store/store.ts";
import type { Ticket } from "../../store/ticket.ts";
import { announced } from "../handoff-events.ts";
import type { MoveRefused, MoveResult } from "../human-desk.ts";
import type { systemMessages } from "../system-messages.ts";
import type { AgentPresence } from "./agent-presence.ts";
import type { DeskEvents, EphemeralEvents, PeerProcesses } from "./event-feed.ts";
import type { TicketCache } from "./ticket-cache.ts";

/** Shared parts of the human desk. */
export interface TicketServiceContext {
  store: Store;
  tickets: TicketCache;
  agentPresence: AgentPresence;
  events: DeskEvents;
  peers: PeerProcesses;
  ephemeral: EphemeralEvents;
  move: ReturnType<typeof applyTransition>;
  said: ReturnType<typeof systemMessages>;
  now: () => Date;
  /** whether e-mail is configured */
  mail: boolean;
}

/** Result of a transition: the ticket and its log entries, an earlier delivery of the same, or a refusal. */
export type TransitionResult =
  | { ticket: Ticket; said: LogEntry[] }
  | { duplicate: LogEntry; ticket: Ticket }
  | MoveRefused;

/** A transition: the pure rule, the messages it adds, and its idempotency keys. */
export interface Transition {
  decide: (ticket: Ticket, now: Date) => MoveResult;
  says?: (after: Ticket, before: Ticket) => TicketMove["says"];
  keys?: readonly string[];
  /** outbox entries to add */
  sends?: (after: Ticket) => TicketMove["outbox"];
}

/** Makes the function that applies transitions: reads, decides and stores, and retries on a conflict. */
export function applyTransition(
  store: Pick<Store, "ticket" | "moveTicket">,
  now: () => Date,
  enqueue: (conversationId: string, seq: number) => void,
  /** announces new tickets through the outbox */
  announcing = false,
): (number: number, transition: Transition) => Promise<TransitionResult> {
  return async (number, { decide, says = () => [], keys = [], sends = () => [] }) => {
    for (;;) {
      const before = await store.ticket(number);
      if (before === undefined) return { refused: "unknown" };
      const at = now();
      const decided = decide(before, at);
      if ("refused" in decided) return decided;
      const { ticket } = decided;
      if (ticket === before) return { ticket, said: [] };
      const sayings = says(ticket, before);
      const result = await store.moveTicket({
        ticket,
        from: before.revision,
        at: at.toISOString(),
        keys,
        says: sayings,
        outbox: announcing ? [...sends(ticket), ...announced(before, ticket)] : sends(ticket),
      });
      if ("duplicate" in result) return { ticket: before, duplicate: result.duplicate };
      if ("stale" in result) continue;
      result.moved.forEach(({ seq }, index) => {
        if (sayings[index]?.needsTurn) enqueue(ticket.conversationId, seq);
      });
      return { ticket, said: result.moved };
    }
  };
}

import type { Contact, HeldBecause, Ticket } from "../src/store/ticket.ts";

/** The ticket of a conversation, as the dialogs look at it. */
export interface ConversationTicket {
  number: number;
  contact: Contact;
  /** `held`: why it waits in quarantine; `reopenable`: it was closed so recently that it may be taken up again; `ratable`: by a person, who was not rated yet */
  state:
    | { kind: "open"; held: HeldBecause | null }
    | { kind: "closed"; reopenable: boolean; ratable: boolean };
}

const DAY_MS = 86_400_000;

/** Looks at a ticket as it stands now. */
export function conversationTicket(
  { number, contact, state, csat }: Ticket,
  now: Date,
  reopenDays: number,
): ConversationTicket {
  if (state.kind !== "resolved" && state.kind !== "expired")
    return {
      number,
      contact,
      state: { kind: "open", held: state.kind === "quarantined" ? state.because : null },
    };
  const reopenable = now.getTime() - Date.parse(state.since) < reopenDays * DAY_MS;
  const ratable = state.kind === "resolved" && csat === null;
  return { number, contact, state: { kind: "closed", reopenable, ratable } };
}

import { type Answered, ask } from "../wire/ask.ts";
import type { Onward, Presence, Priority, Ticket } from "../wire/shapes.ts";
import type { Cell } from "./cell.ts";
import { lineOf } from "./lines.ts";
import { withLine } from "./lists.ts";
import type { DeskState } from "./state.ts";

/** What an agent does to a ticket. Each gives whether it was done; why not is told to `refused`. */
export interface Moves {
  claim(number: number): Promise<boolean>;
  release(number: number): Promise<boolean>;
  letIn(number: number): Promise<boolean>;
  transfer(number: number, to: string, note: string | null): Promise<boolean>;
  resolve(number: number, outcome: string, then: Onward): Promise<boolean>;
  setPriority(number: number, priority: Priority): Promise<boolean>;
  setTags(number: number, tags: readonly string[]): Promise<boolean>;
  confirmAddress(number: number, address: string): Promise<boolean>;
  setPresence(presence: Presence): Promise<boolean>;
}

type Refusal = (answered: Exclude<Answered<never>, { kind: "ok" }>) => void;

/** The state with a ticket as the desk now has it; an older one than is known changes nothing. */
function withTicket(state: DeskState, ticket: Ticket): DeskState {
  const detail = state.details.get(ticket.number);
  if (detail && detail.ticket.revision > ticket.revision) return state;
  return {
    ...withLine(state, lineOf(ticket, state.lines.get(ticket.number))),
    details: detail ? new Map(state.details).set(ticket.number, { ...detail, ticket }) : state.details,
  };
}

/** Makes the moves of one agent. */
export function makeMoves(cell: Cell<DeskState>, csrf: () => string, refused: Refusal): Moves {
  const move = async (number: number, name: string, body: object): Promise<boolean> => {
    const answered = await ask<{ ticket: Ticket }>(`tickets/${number}/${name}`, { body, csrf: csrf() });
    if (answered.kind === "ok") {
      cell.change((state) => withTicket(state, answered.body.ticket));
      return true;
    }
    refused(answered);
    return false;
  };
  return {
    claim: (number) => move(number, "claim", {}),
    release: (number) => move(number, "release", {}),
    letIn: (number) => move(number, "let-in", {}),
    transfer: (number, to, note) => move(number, "transfer", { to, ...(note !== null && { note }) }),
    resolve: (number, outcome, then) => move(number, "resolve", { outcome, then }),
    setPriority: (number, priority) => move(number, "priority", { priority }),
    setTags: (number, tags) => move(number, "tags", { tags }),
    confirmAddress: (number, address) => move(number, "address", { address }),
    setPresence: async (presence) => {
      const answered = await ask("presence", { method: "PUT", body: { presence }, csrf: csrf() });
      if (answered.kind !== "ok") {
        refused(answered);
        return false;
      }
      cell.change((state) => ({ ...state, me: { ...state.me, presence } }));
      return true;
    },
  };
}

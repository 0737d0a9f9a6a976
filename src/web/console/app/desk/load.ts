import { ask } from "../wire/ask.ts";
import type { TalkPart, TicketDetail } from "../wire/shapes.ts";
import { joined } from "./arrive.ts";
import type { Cell } from "./cell.ts";
import { lineOf } from "./lines.ts";
import { withLine } from "./lists.ts";
import { type DeskState, withTalk } from "./state.ts";

const partOfTalk = 500;

/** Fetches a ticket with what belongs to it. Gives whether there is one that this agent may see. */
export async function loadTicket(cell: Cell<DeskState>, number: number): Promise<"ok" | "none" | "away"> {
  const answered = await ask<TicketDetail>(`tickets/${number}`);
  if (answered.kind === "refused") return "none";
  if (answered.kind === "away") return "away";
  const detail = answered.body;
  cell.change((state) => {
    const line = lineOf(detail.ticket, state.lines.get(number));
    const { place, expectedMs } = detail;
    const next = withLine(state, { ...line, place, expectedMs });
    return { ...next, details: new Map(state.details).set(number, detail) };
  });
  return "ok";
}

/** Fetches what is missing of a talk. */
export async function loadTalk(cell: Cell<DeskState>, id: string): Promise<void> {
  for (let more = true; more; ) {
    const after = cell.get().talks.get(id)?.entries.at(-1)?.seq ?? 0;
    const path = `conversations/${encodeURIComponent(id)}/activities?after=${after}&limit=${partOfTalk}`;
    const answered = await ask<TalkPart>(path);
    if (answered.kind === "away") return;
    if (answered.kind === "refused") {
      cell.change((state) => withTalk(state, id, () => ({ loaded: "refused", entries: [] })));
      return;
    }
    const { activities, readUpTo } = answered.body;
    cell.change((state) =>
      withTalk(state, id, ({ entries, sending }) => ({
        loaded: "yes",
        entries: joined(entries, activities),
        sending: sending.filter(({ seq }) => seq === null || seq > (activities.at(-1)?.seq ?? 0)),
        readUpTo,
      })),
    );
    more = answered.body.more;
  }
}

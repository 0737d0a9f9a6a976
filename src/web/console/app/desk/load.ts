import { ask } from "../wire/ask.ts";
import type { TalkPart, TicketDetail, TicketLine } from "../wire/shapes.ts";
import { joined } from "./arrive.ts";
import type { Cell } from "./cell.ts";
import { lineOf } from "./lines.ts";
import { type DeskState, type View, withTalk } from "./state.ts";
import { isWaiting } from "./view-lines.ts";

const asked: Record<View, string> = { waiting: "queued", mine: "mine", all: "all", resolved: "resolved" };
const perPage = 200;
const partOfTalk = 500;

/** The state with lines as the desk just told them. A waiting line that is not among all that wait is none any more. */
function withLines(state: DeskState, view: View, told: readonly TicketLine[], more: boolean): DeskState {
  const lines = new Map(state.lines);
  const whole = view === "waiting" && !more;
  if (whole) for (const line of state.lines.values()) if (isWaiting(line)) lines.delete(line.number);
  for (const line of told) lines.set(line.number, line);
  return { ...state, lines, lists: { ...state.lists, [view]: { loaded: true, more } } };
}

/** Fetches a list, or the next part of it below a ticket's number. */
export async function loadView(cell: Cell<DeskState>, view: View, before?: number): Promise<void> {
  const path = `tickets?state=${asked[view]}&limit=${perPage}${before === undefined ? "" : `&before=${before}`}`;
  const answered = await ask<{ tickets: TicketLine[]; more: boolean }>(path);
  if (answered.kind !== "ok") return;
  cell.change((state) => withLines(state, view, answered.body.tickets, answered.body.more));
}

/** Fetches a ticket with what belongs to it. Gives whether there is one that this agent may see. */
export async function loadTicket(cell: Cell<DeskState>, number: number): Promise<"ok" | "none" | "away"> {
  const answered = await ask<TicketDetail>(`tickets/${number}`);
  if (answered.kind === "refused") return "none";
  if (answered.kind === "away") return "away";
  const detail = answered.body;
  cell.change((state) => {
    const line = lineOf(detail.ticket, state.lines.get(number));
    const { place, expectedMs } = detail;
    return {
      ...state,
      details: new Map(state.details).set(number, detail),
      lines: new Map(state.lines).set(number, { ...line, place, expectedMs }),
    };
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
    const { activities, lastSeq, readUpTo } = answered.body;
    cell.change((state) =>
      withTalk(state, id, ({ entries, sending }) => ({
        loaded: "yes",
        entries: joined(entries, activities),
        sending: sending.filter(({ seq }) => seq === null || seq > (activities.at(-1)?.seq ?? 0)),
        readUpTo,
      })),
    );
    more = activities.length > 0 && (activities.at(-1)?.seq ?? lastSeq) < lastSeq;
  }
}

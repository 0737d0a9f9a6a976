import { apiRequest } from "../api/request.ts";
import type { ConversationReply, ReplyBody, TicketLine, TicketReply } from "../api/schemas.ts";
import { lineOf, type Pages, withLine, withPages } from "./lists.ts";
import { joined } from "./reduce-event.ts";
import type { Signal } from "./state.ts";
import { type DeskState, type List, perPage, withConversation } from "./state.ts";
import { rowsOf } from "./view-lines.ts";

const partOfConversation = 500;

/** Fetches a ticket with what belongs to it. Gives whether there is one that this agent may see. */
export async function loadTicket(cell: Signal<DeskState>, number: number): Promise<"ok" | "none" | "away"> {
  const answered = await apiRequest<TicketReply>(`tickets/${number}`);
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

/** Fetches what is missing of a conversation. */
export async function loadConversation(cell: Signal<DeskState>, id: string): Promise<void> {
  for (let more = true; more; ) {
    const after = cell.get().conversations.get(id)?.entries.at(-1)?.seq ?? 0;
    const path = `conversations/${encodeURIComponent(id)}/activities?after=${after}&limit=${partOfConversation}`;
    const answered = await apiRequest<ConversationReply>(path);
    if (answered.kind === "away") return;
    if (answered.kind === "refused") {
      cell.change((state) => withConversation(state, id, () => ({ loaded: "refused", entries: [] })));
      return;
    }
    const { activities, readUpTo } = answered.body;
    cell.change((state) =>
      withConversation(state, id, ({ entries, sending }) => ({
        loaded: "yes",
        entries: joined(entries, activities),
        sending: sending.filter(({ seq }) => seq === null || seq > (activities.at(-1)?.seq ?? 0)),
        readUpTo,
      })),
    );
    more = answered.body.more;
  }
}

/** Fetches lists of tickets. What is asked of one list is done one after the other. */
export interface ListLoader {
  /** Fetches a list, or again as much of it as is there. */
  load(list: List): Promise<void>;
  /** Fetches the next page; gives the tickets on it. */
  more(list: List): Promise<readonly number[]>;
}

const asked: Record<List, string> = {
  waiting: "queued",
  mine: "mine",
  all: "all",
  resolved: "resolved",
  quarantined: "quarantined",
  held: "claimed",
};

/** Fetches pages from a place on, the beginning for null, until there are enough rows; null when the desk did not answer. */
async function fetchPages(list: List, from: string | null, enough: number): Promise<Pages | null> {
  const tickets = new Map<number, TicketLine>();
  for (let after = from; ; ) {
    const place = after === null ? "" : `&after=${encodeURIComponent(after)}`;
    const answered = await apiRequest<ReplyBody<"TicketPage">>(
      `tickets?state=${asked[list]}&limit=${perPage}${place}`,
    );
    if (answered.kind !== "ok") return null;
    const { next, total } = answered.body;
    for (const line of answered.body.tickets) tickets.set(line.number, line);
    if (next === null || tickets.size >= enough) return { tickets: [...tickets.values()], next, total };
    after = next;
  }
}

/** Makes the loader of a console's lists. */
export function makeListLoader(cell: Signal<DeskState>): ListLoader {
  const work = new Map<List, Promise<unknown>>();
  const waiting = new Map<List, Promise<void>>();
  const inTurn = <T>(list: List, job: () => Promise<T>): Promise<T> => {
    const done = (work.get(list) ?? Promise.resolve()).then(job);
    work.set(
      list,
      done.catch(() => undefined),
    );
    return done;
  };
  const loadNow = async (list: List): Promise<void> => {
    waiting.delete(list);
    const known = cell.get();
    const { loaded, next, wanted } = known.lists[list];
    // a list that is there whole stays so, also when it has grown
    const isWhole = loaded && next === null;
    const enough = isWhole ? Math.max(wanted, rowsOf(known, list).length) : wanted;
    const { lines } = known;
    const pages = await fetchPages(list, null, enough);
    if (pages !== null) cell.change((state) => withPages(state, list, pages, lines));
  };
  return {
    load: (list) => {
      const under = waiting.get(list) ?? inTurn(list, () => loadNow(list));
      waiting.set(list, under);
      return under;
    },
    more: (list) =>
      inTurn(list, async () => {
        const { next } = cell.get().lists[list];
        const pages = next === null ? null : await fetchPages(list, next, perPage);
        if (pages === null) return [];
        cell.change((state) => withPages(state, list, pages, null));
        return pages.tickets.map(({ number }) => number);
      }),
  };
}

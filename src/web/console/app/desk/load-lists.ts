import { apiRequest } from "../api/request.ts";
import type { ConversationReply, ReplyBody, TicketLine, TicketReply } from "../api/schemas.ts";
import { lineOf, type Pages, withLine, withPages } from "./lists.ts";
import { appendEntries } from "./reduce-event.ts";
import type { Signal } from "./state.ts";
import { type DeskState, type List, perPage, withConversation } from "./state.ts";
import { rowsOf } from "./view-lines.ts";

const partOfConversation = 500;

/** Loads a ticket with its related data. Returns whether it exists and is visible. */
export async function loadTicket(signal: Signal<DeskState>, number: number): Promise<"ok" | "none" | "away"> {
  const response = await apiRequest<TicketReply>(`tickets/${number}`);
  if (response.kind === "refused") return "none";
  if (response.kind === "away") return "away";
  const detail = response.body;
  signal.change((state) => {
    const line = lineOf(detail.ticket, state.lines.get(number));
    const { place, expectedMs } = detail;
    const next = withLine(state, { ...line, place, expectedMs });
    return { ...next, details: new Map(state.details).set(number, detail) };
  });
  return "ok";
}

/** Loads the missing entries of a conversation. */
export async function loadConversation(signal: Signal<DeskState>, id: string): Promise<void> {
  for (let more = true; more; ) {
    const after = signal.get().conversations.get(id)?.entries.at(-1)?.seq ?? 0;
    const path = `conversations/${encodeURIComponent(id)}/activities?after=${after}&limit=${partOfConversation}`;
    const response = await apiRequest<ConversationReply>(path);
    if (response.kind === "away") return;
    if (response.kind === "refused") {
      signal.change((state) => withConversation(state, id, () => ({ loaded: "refused", entries: [] })));
      return;
    }
    const { activities, readUpTo } = response.body;
    signal.change((state) =>
      withConversation(state, id, ({ entries, sending }) => ({
        loaded: "yes",
        entries: appendEntries(entries, activities),
        sending: sending.filter(({ seq }) => seq === null || seq > (activities.at(-1)?.seq ?? 0)),
        readUpTo,
      })),
    );
    more = response.body.more;
  }
}

/** Loads lists of tickets. Requests for one list are serialized. */
export interface ListLoader {
  /** Loads a list, or reloads its loaded part. */
  load(list: List): Promise<void>;
  /** Loads the next page, and returns its tickets. */
  more(list: List): Promise<readonly number[]>;
}

const stateOf: Record<List, string> = {
  waiting: "queued",
  mine: "mine",
  all: "all",
  resolved: "resolved",
  quarantined: "quarantined",
  held: "claimed",
};

/** Loads pages from a cursor (null: the start) until there are enough rows; null on failure. */
async function fetchPages(list: List, from: string | null, enough: number): Promise<Pages | null> {
  const tickets = new Map<number, TicketLine>();
  for (let after = from; ; ) {
    const place = after === null ? "" : `&after=${encodeURIComponent(after)}`;
    const response = await apiRequest<ReplyBody<"TicketPage">>(
      `tickets?state=${stateOf[list]}&limit=${perPage}${place}`,
    );
    if (response.kind !== "ok") return null;
    const { next, total } = response.body;
    for (const line of response.body.tickets) tickets.set(line.number, line);
    if (next === null || tickets.size >= enough) return { tickets: [...tickets.values()], next, total };
    after = next;
  }
}

/** Makes the loader. */
export function makeListLoader(signal: Signal<DeskState>): ListLoader {
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
    const known = signal.get();
    const { loaded, next, wanted } = known.lists[list];
    // a fully loaded list stays so when it grows
    const isWhole = loaded && next === null;
    const enough = isWhole ? Math.max(wanted, rowsOf(known, list).length) : wanted;
    const { lines } = known;
    const pages = await fetchPages(list, null, enough);
    if (pages !== null) signal.change((state) => withPages(state, list, pages, lines));
  };
  return {
    load: (list) => {
      const under = waiting.get(list) ?? inTurn(list, () => loadNow(list));
      waiting.set(list, under);
      return under;
    },
    more: (list) =>
      inTurn(list, async () => {
        const { next } = signal.get().lists[list];
        const pages = next === null ? null : await fetchPages(list, next, perPage);
        if (pages === null) return [];
        signal.change((state) => withPages(state, list, pages, null));
        return pages.tickets.map(({ number }) => number);
      }),
  };
}

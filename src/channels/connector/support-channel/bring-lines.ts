import type { Phrases } from "../../../guide/phrases.ts";
import type { Delivery } from "../../../outbox/delivery.ts";
import type { Store } from "../../../store/port.ts";
import type { LogEntry } from "../../../store/records.ts";
import { isOpen, type Ticket } from "../../../store/ticket.ts";
import type { Brought } from "./bring-card.ts";
import type { Post } from "./post.ts";
import { shownAs } from "./shown.ts";
import { type Threads, threadId } from "./threads.ts";

export interface BringLinesParts {
  store: Pick<Store, "readLog">;
  threads: Pick<Threads, "note">;
  words: Phrases;
  post: Post;
}

const PAGE = 100;
const ELSEWHERE: Delivery = { kind: "again", reason: "the ticket's thread is another one by now" };

/** The entries of a talk after `after`, oldest first, up to the moment at which its ticket was closed. */
async function* entriesAfter(
  store: BringLinesParts["store"],
  ticket: Ticket,
  after: number,
): AsyncGenerator<LogEntry> {
  const end = isOpen(ticket) ? null : ticket.state.since;
  for (let from = after; ; ) {
    const page = await store.readLog(ticket.conversationId, { after: from, limit: PAGE });
    for (const entry of page) {
      if (end !== null && entry.at > end) return;
      yield entry;
      from = entry.seq;
    }
    if (page.length < PAGE) return;
  }
}

/**
 * Says in a thread what was said in the talk since. Each line is noted once its fate is known, so that another attempt
 * goes on where this one broke off: also when the place itself refuses, which may be reached otherwise by then. A line
 * that is unfit or in doubt is told of and not said again. Of a talk that is erased meanwhile no further line is said.
 */
export async function bringLines(
  { store, threads, words, post }: BringLinesParts,
  ticket: Ticket,
  { thread, channel }: NonNullable<Brought["place"]>,
): Promise<Delivery> {
  const target = { serviceUrl: channel.serviceUrl, conversationId: threadId(thread), replaces: null };
  let worst: Delivery = { kind: "sent" };
  for await (const entry of entriesAfter(store, ticket, thread.shownUpTo)) {
    const text = shownAs(entry, words);
    if (text === null) continue;
    const line = { type: "message", from: { id: channel.bot }, text, textFormat: "plain" };
    const { delivery, unfit } = await post(target, line);
    if (delivery.kind === "again" || (delivery.kind === "refused" && !unfit)) return delivery;
    if (delivery.kind !== "sent") worst = { ...delivery, reason: `line ${entry.seq} ${delivery.reason}` };
    if (!(await threads.note(ticket, { ...thread, shownUpTo: entry.seq }))) return ELSEWHERE;
  }
  return worst;
}

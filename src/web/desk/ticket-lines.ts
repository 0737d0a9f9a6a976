import type { HumanDesk } from "../../desk/human-desk.ts";
import type { Person } from "../../people/person.ts";
import { mayRead } from "../../people/rights.ts";
import { hideContacts } from "../../search/hide-contacts.ts";
import { senderKind } from "../../search/sender.ts";
import type { LogEntry } from "../../store/records.ts";
import type { Ticket } from "../../store/ticket.ts";
import type { ApiDesk } from "./desk.ts";
import { headline } from "./headline.ts";
import { lineFacts } from "./line-facts.ts";
import type { TicketLine } from "./schemas/tickets.ts";
import { veiledState } from "./visible.ts";

const looksBack = 40;
const longestPreview = 140;

type Newest = Pick<TicketLine, "lastText" | "lastFrom" | "lastAt" | "unread">;

const nothing: Newest = { lastText: null, lastFrom: null, lastAt: null, unread: 0 };

const isSaid = ({ audience, activity }: LogEntry): boolean =>
  audience === "everyone" && activity.type === "message" && (activity.text ?? "") !== "";

/** Words that somebody wrote themselves: neither a button that was clicked nor what the bot or the desk says. */
const isTyped = ({ activity }: LogEntry): boolean =>
  ["person", "agent"].includes(senderKind(activity)) && activity.value === undefined;

/** The beginning of a text, on one line. */
function preview(text: string): string {
  const line = hideContacts(text).replace(/\s+/g, " ").trim();
  const signs = [...line];
  if (line.length <= longestPreview) return line;
  let cut = "";
  for (const sign of signs) {
    if (cut.length + sign.length >= longestPreview) break;
    cut += sign;
  }
  return `${cut}…`;
}

async function newestOf(
  { store, human }: Pick<ApiDesk, "store" | "human">,
  { conversationId, transcript }: Ticket,
): Promise<Newest> {
  const talk = await store.conversation(conversationId);
  if (talk === undefined || talk === "erased") return nothing;
  const after = Math.max(0, talk.lastSeq - looksBack);
  const said = (await store.readLog(conversationId, { after, limit: looksBack })).filter(isSaid);
  const read = Math.max(human.seenUpTo(conversationId).agent, transcript.upTo);
  const last = said.findLast(isTyped) ?? said.at(-1);
  return {
    lastText: last === undefined ? null : preview(last.activity.text ?? ""),
    lastFrom: last === undefined ? null : senderKind(last.activity),
    lastAt: last?.at ?? null,
    unread: said.filter(({ seq, activity }) => seq > read && senderKind(activity) === "person").length,
  };
}

/** Makes lines of tickets for one reader: their places in the queue, and the newest words in those the reader may read. */
export async function ticketLines(
  desk: Pick<ApiDesk, "store" | "reading"> & { human: HumanDesk },
  reader: Person,
  tickets: readonly Ticket[],
): Promise<TicketLine[]> {
  const queue = new Map((await desk.human.queue()).map((line) => [line.ticket.number, line]));
  return Promise.all(
    tickets.map(async (ticket) => ({
      ...lineFacts(
        mayRead(reader, ticket, desk.reading)
          ? ticket
          : { ...ticket, state: veiledState(ticket), network: null },
      ),
      place: queue.get(ticket.number)?.place ?? null,
      expectedMs: queue.get(ticket.number)?.expectedMs ?? null,
      ...(mayRead(reader, ticket, desk.reading)
        ? { ...(await newestOf(desk, ticket)), ...headline(ticket) }
        : { ...nothing, reason: null, asked: null }),
    })),
  );
}

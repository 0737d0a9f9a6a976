import { sanitizeAndRedact } from "../../redaction/redact.ts";
import type { LogEntry } from "../../store/records.ts";
import type { Store } from "../../store/store.ts";
import { ticketSpeaker } from "../../store/ticket.ts";
import type { ApiDesk } from "../api-context.ts";
import { actorOf } from "../colleagues.ts";
import { done, type Endpoint, endpoint } from "../endpoint.ts";
import {
  ConversationPage,
  ConversationQuery,
  Seen,
  SendMessage,
  SentMessage,
} from "../schemas/conversations.ts";
import { Nothing } from "../schemas/tickets.ts";
import { openedBy, readable, readerOf, ticketOfConversation } from "../visibility.ts";
import { problemOf, sentAs } from "./ticket-actions.ts";

/** page size in bytes; the entry that reaches it is the last */
const pageBytes = 256 * 1024;
const entriesAtOnce = 25;

/** A page of a conversation's log. */
interface ConversationSlice {
  activities: LogEntry[];
  more: boolean;
  /** start of the next page; null: the last page */
  next: number | null;
}

/** Reads a page of a log: at most `limit` entries and about 256 KB, but at least one entry. */
async function readConversationPage(
  store: Pick<Store, "readLogTexts">,
  id: string,
  { after, limit }: { after: number; limit: number },
): Promise<ConversationSlice> {
  const activities: LogEntry[] = [];
  let bytes = 0;
  for (;;) {
    const from = activities.at(-1)?.seq ?? after;
    const texts = await store.readLogTexts(id, { after: from, limit: entriesAtOnce });
    for (const text of texts) {
      bytes += Buffer.byteLength(text);
      const isFull = activities.length >= limit || (bytes > pageBytes && activities.length > 0);
      if (isFull) return { activities, more: true, next: activities.at(-1)?.seq ?? after };
      activities.push(JSON.parse(text));
    }
    if (texts.length < entriesAtOnce) return { activities, more: false, next: null };
  }
}

/** Defines the endpoints for reading and answering conversations. */
export function conversationEndpoints(desk: ApiDesk): Endpoint[] {
  const { store, human, readings } = desk;
  return [
    endpoint({
      method: "get",
      path: "/conversations/:id/activities",
      summary: "Lists the entries of a conversation, with the notes of staff",
      query: ConversationQuery,
      answer: ConversationPage,
      problems: ["not-found", "gone", "not-yours"],
      handle: async ({ me, req, query, params: { id = "" } }) => {
        const found = await ticketOfConversation(desk, id);
        const ticket = "refused" in found ? found : await readable(desk, me, found);
        if ("refused" in ticket) return ticket;
        const conversation = await store.conversation(id);
        if (conversation === undefined || conversation === "erased") return { refused: "gone" };
        await readings.opened(readerOf(me, req), openedBy(me, ticket));
        const page = await readConversationPage(store, id, query);
        return { value: { ...page, lastSeq: conversation.lastSeq, readUpTo: human.seenUpTo(id) } };
      },
    }),
    endpoint({
      method: "post",
      path: "/conversations/:id/messages",
      audited: { what: "person answered" },
      summary: "Sends a message to the person; only the ticket's agent may",
      body: SendMessage,
      answer: SentMessage,
      problems: ["not-found", "gone", "not-yours", "closed"],
      handle: async ({ me, body: { text, clientId }, params: { id } }) => {
        const ticket = await ticketOfConversation(desk, id);
        if ("refused" in ticket) return ticket;
        const activity = { type: "message", text: sanitizeAndRedact(text), channelData: sentAs(clientId) };
        const made = await human.reply(ticket.number, actorOf(me), activity, clientId ?? null);
        if ("refused" in made) return problemOf(desk, made);
        return { value: { seq: made.entry.seq, id: made.entry.activity.id ?? "" } };
      },
    }),
    endpoint({
      method: "post",
      path: "/conversations/:id/typing",
      summary: "Shows the person a typing indicator",
      body: Nothing,
      problems: ["not-found", "gone", "not-yours"],
      handle: async ({ me, params: { id } }) => {
        const ticket = await ticketOfConversation(desk, id);
        if ("refused" in ticket) return ticket;
        if (ticketSpeaker(ticket) !== me.id)
          return problemOf(desk, { refused: "not-yours", by: ticketSpeaker(ticket) });
        await human.typing(ticket.number, actorOf(me));
        return done;
      },
    }),
    endpoint({
      method: "post",
      path: "/conversations/:id/read",
      summary: "Records up to where one has read; it counts for the ticket's agent",
      body: Seen,
      problems: ["not-found", "gone", "not-yours"],
      handle: async ({ me, body, params: { id = "" } }) => {
        const found = await ticketOfConversation(desk, id);
        const ticket = "refused" in found ? found : await readable(desk, me, found);
        if ("refused" in ticket) return ticket;
        const conversation = await store.conversation(id);
        if (conversation === undefined || conversation === "erased") return { refused: "gone" };
        if (ticketSpeaker(ticket) === me.id)
          await human.seen(id, "agent", Math.min(body.upTo, conversation.lastSeq));
        return done;
      },
    }),
  ];
}

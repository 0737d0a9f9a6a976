import { kept } from "../../redaction/redact.ts";
import type { LogEntry } from "../../store/records.ts";
import type { Store } from "../../store/store.ts";
import { speakerOf } from "../../store/ticket.ts";
import type { ApiDesk } from "../api-context.ts";
import { actorOf } from "../colleagues.ts";
import { done, type Endpoint, endpoint } from "../endpoint.ts";
import { Said, Say, Seen, TalkPage, TalkQuery } from "../schemas/conversations.ts";
import { Nothing } from "../schemas/tickets.ts";
import { openedBy, readable, readerOf, ticketOfTalk } from "../visibility.ts";
import { refusalOf, sentAs } from "./ticket-actions.ts";

/** of one answer, in bytes; the entry that reaches it is the last one */
const pageBytes = 256 * 1024;
const entriesAtOnce = 25;

/** A stretch of a talk's log. */
interface TalkStretch {
  activities: LogEntry[];
  more: boolean;
  /** where the next one goes on; null: there is none */
  next: number | null;
}

/** Reads a talk's log from a place, at most `limit` entries and about 256 KB, and at least one entry where there is one. */
async function readTalkPage(
  store: Pick<Store, "readLogTexts">,
  id: string,
  { after, limit }: { after: number; limit: number },
): Promise<TalkStretch> {
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

/** Reading a talk and speaking in it. */
export function talkEndpoints(desk: ApiDesk): Endpoint[] {
  const { store, human, readings } = desk;
  return [
    endpoint({
      method: "get",
      path: "/conversations/:id/activities",
      summary: "What was said in a talk, by the person, the bot and the desk's people, with their notes",
      query: TalkQuery,
      answer: TalkPage,
      problems: ["not-found", "gone", "not-yours"],
      handle: async ({ me, req, query, params: { id = "" } }) => {
        const found = await ticketOfTalk(desk, id);
        const ticket = "refused" in found ? found : await readable(desk, me, found);
        if ("refused" in ticket) return ticket;
        const talk = await store.conversation(id);
        if (talk === undefined || talk === "erased") return { refused: "gone" };
        await readings.opened(readerOf(me, req), openedBy(me, ticket));
        const page = await readTalkPage(store, id, query);
        return { value: { ...page, lastSeq: talk.lastSeq, readUpTo: human.seenUpTo(id) } };
      },
    }),
    endpoint({
      method: "post",
      path: "/conversations/:id/messages",
      deed: { what: "person answered" },
      summary: "Say something to the person; only whoever has the ticket may",
      body: Say,
      answer: Said,
      problems: ["not-found", "gone", "not-yours", "closed"],
      handle: async ({ me, body: { text, clientId }, params: { id } }) => {
        const ticket = await ticketOfTalk(desk, id);
        if ("refused" in ticket) return ticket;
        const activity = { type: "message", text: kept(text), channelData: sentAs(clientId) };
        const made = await human.reply(ticket.number, actorOf(me), activity, clientId ?? null);
        if ("refused" in made) return refusalOf(desk, made);
        return { value: { seq: made.entry.seq, id: made.entry.activity.id ?? "" } };
      },
    }),
    endpoint({
      method: "post",
      path: "/conversations/:id/typing",
      summary: "Show the person that one is typing",
      body: Nothing,
      problems: ["not-found", "gone", "not-yours"],
      handle: async ({ me, params: { id } }) => {
        const ticket = await ticketOfTalk(desk, id);
        if ("refused" in ticket) return ticket;
        if (speakerOf(ticket) !== me.id)
          return refusalOf(desk, { refused: "not-yours", by: speakerOf(ticket) });
        await human.typing(ticket.number, actorOf(me));
        return done;
      },
    }),
    endpoint({
      method: "post",
      path: "/conversations/:id/read",
      summary: "Note up to where one has read; it counts when one has the ticket",
      body: Seen,
      problems: ["not-found", "gone", "not-yours"],
      handle: async ({ me, body, params: { id = "" } }) => {
        const found = await ticketOfTalk(desk, id);
        const ticket = "refused" in found ? found : await readable(desk, me, found);
        if ("refused" in ticket) return ticket;
        const talk = await store.conversation(id);
        if (talk === undefined || talk === "erased") return { refused: "gone" };
        if (speakerOf(ticket) === me.id) await human.seen(id, "agent", Math.min(body.upTo, talk.lastSeq));
        return done;
      },
    }),
  ];
}

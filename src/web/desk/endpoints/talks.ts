import { speakerOf } from "../../../store/ticket.ts";
import { kept } from "../../../understand/kept.ts";
import { actorOf } from "../colleagues.ts";
import type { ApiDesk } from "../desk.ts";
import { done, type Endpoint, endpoint } from "../endpoint.ts";
import { openedBy, readable, readerOf, ticketOfTalk } from "../readable.ts";
import { Said, Say, Seen, TalkPage, TalkQuery } from "../schemas/talk.ts";
import { Nothing } from "../schemas/tickets.ts";
import { readTalkPage } from "../talk-page.ts";
import { refusalOf, sentAs } from "./moves.ts";

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

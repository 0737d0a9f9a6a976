import { speakerOf } from "../../store/ticket.ts";
import { answerByMail } from "../answer-by-mail.ts";
import type { Actor, HumanDesk } from "../human-desk.ts";
import { noted as notedBy, reply } from "../moves/talk.ts";
import { agentMessage, agentNote } from "../said/agent-says.ts";
import type { DeskContext } from "./context.ts";
import { ReadMarks } from "./read-marks.ts";

type Conversing = Pick<HumanDesk, "note" | "reply" | "typing" | "personTyping" | "seen" | "seenUpTo">;

const keysOf = (actor: Actor, key: string | null): string[] =>
  key === null ? [] : [`agent-${actor.id}:${key}`];

/** What is said, noted, typed and seen in the talks of tickets. */
export function conversing({
  board,
  others,
  move,
  roster,
  events,
  passing,
  store,
  mail,
}: DeskContext): Conversing {
  const marks = new ReadMarks();
  const typed = (conversationId: string, who: "person" | "agent", agent: string | null): void => {
    const ticket = board.ticketOf(conversationId);
    if (ticket === undefined) return;
    const news = { kind: "typing", conversationId, ticket, who, agent } as const;
    events.tell(news);
    others.news(news);
  };
  return {
    async note(number, actor, noted, key) {
      roster.beat(actor.id);
      const activity = agentNote(actor, noted);
      const made = await move(number, {
        decide: (ticket, now) => notedBy(ticket, actor, now),
        says: () => [{ audience: "desk", activity }],
        keys: keysOf(actor, key),
      });
      if ("refused" in made) return made;
      const entry = "said" in made ? made.said[0] : made.duplicate;
      return entry === undefined ? { refused: "closed" } : { entry };
    },
    async reply(number, actor, activity, key) {
      roster.beat(actor.id);
      const message = agentMessage(actor, activity);
      const made = await move(number, {
        decide: (ticket, now) => reply(ticket, actor, now),
        says: () => [{ audience: "everyone", activity: message }],
        sends: (ticket) => (mail ? answerByMail(ticket, message) : []),
        keys: keysOf(actor, key),
      });
      if ("refused" in made) return made;
      if ("duplicate" in made) return { entry: made.duplicate, duplicate: true };
      const [entry] = made.said;
      return entry === undefined ? { refused: "closed" } : { entry, duplicate: false };
    },
    async typing(number, actor) {
      roster.beat(actor.id);
      const ticket = await store.ticket(number);
      if (ticket === undefined || speakerOf(ticket) !== actor.id) return;
      passing.typing(ticket.conversationId, actor);
      typed(ticket.conversationId, "agent", actor.id);
    },
    personTyping: (conversationId) => typed(conversationId, "person", null),
    async seen(conversationId, who, upTo) {
      const ticket = board.ticketOf(conversationId);
      if (!marks.raise(conversationId, who, upTo) || ticket === undefined) return;
      const news = { kind: "read", conversationId, ticket, who, upTo } as const;
      events.tell(news);
      others.news(news);
    },
    seenUpTo: (conversationId) => marks.of(conversationId),
  };
}

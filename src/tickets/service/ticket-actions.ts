import type { Activity } from "../../store/records.ts";
import { ticketSpeaker } from "../../store/ticket.ts";
import { answerByEmail } from "../answer-by-email.ts";
import { agentMessage, agentNote, botEvent, handoffStatus } from "../handoff-events.ts";
import type { Actor, HumanDesk, MoveResult } from "../human-desk.ts";
import { claim, release, takeBack, transfer } from "../transitions/claim.ts";
import { resolve } from "../transitions/close.ts";
import { confirmAddress, markNoted as notedBy, reply, setPriority, setTags } from "../transitions/edit.ts";
import type { TicketServiceContext, Transition, TransitionResult } from "./apply-transition.ts";

const REMEMBERED_CONVERSATIONS = 5_000;

/** Read markers by conversation. Kept in memory only; clients report them again. */
class ReadMarks {
  readonly #marks = new Map<string, { person: number; agent: number }>();

  of(conversationId: string): { person: number; agent: number } {
    return { ...(this.#marks.get(conversationId) ?? { person: 0, agent: 0 }) };
  }

  /** Raises a marker; returns false when it was higher already. */
  raise(conversationId: string, who: "person" | "agent", upTo: number): boolean {
    const marks = this.of(conversationId);
    if (upTo <= marks[who]) return false;
    this.#marks.delete(conversationId);
    this.#marks.set(conversationId, { ...marks, [who]: upTo });
    const oldest = this.#marks.keys().next();
    if (this.#marks.size > REMEMBERED_CONVERSATIONS && !oldest.done) this.#marks.delete(oldest.value);
    return true;
  }
}

type Conversing = Pick<HumanDesk, "note" | "reply" | "typing" | "personTyping" | "seen" | "seenUpTo">;

const keysOf = (actor: Actor, key: string | null): string[] =>
  key === null ? [] : [`agent-${actor.id}:${key}`];

/** Makes the conversation actions: replies, notes, typing and read markers. */
export function conversationActions({
  tickets,
  peers,
  move,
  agentPresence,
  events,
  ephemeral,
  store,
  mail,
}: TicketServiceContext): Conversing {
  const marks = new ReadMarks();
  const typed = (conversationId: string, who: "person" | "agent", agent: string | null): void => {
    const ticket = tickets.ticketOf(conversationId);
    if (ticket === undefined) return;
    const news = { kind: "typing", conversationId, ticket, who, agent } as const;
    events.tell(news);
    peers.news(news);
  };
  return {
    async note(number, actor, noted, key) {
      agentPresence.heartbeat(actor.id);
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
      agentPresence.heartbeat(actor.id);
      const message = agentMessage(actor, activity);
      const made = await move(number, {
        decide: (ticket, now) => reply(ticket, actor, now),
        says: () => [{ audience: "everyone", activity: message }],
        sends: (ticket) => (mail ? answerByEmail(ticket, message) : []),
        keys: keysOf(actor, key),
      });
      if ("refused" in made) return made;
      if ("duplicate" in made) return { entry: made.duplicate, duplicate: true };
      const [entry] = made.said;
      return entry === undefined ? { refused: "closed" } : { entry, duplicate: false };
    },
    async typing(number, actor) {
      agentPresence.heartbeat(actor.id);
      const ticket = await store.ticket(number);
      if (ticket === undefined || ticketSpeaker(ticket) !== actor.id) return;
      ephemeral.typing(ticket.conversationId, actor);
      typed(ticket.conversationId, "agent", actor.id);
    },
    personTyping: (conversationId) => typed(conversationId, "person", null),
    async seen(conversationId, who, upTo) {
      const ticket = tickets.ticketOf(conversationId);
      if (!marks.raise(conversationId, who, upTo) || ticket === undefined) return;
      const news = { kind: "read", conversationId, ticket, who, upTo } as const;
      events.tell(news);
      peers.news(news);
    },
    seenUpTo: (conversationId) => marks.of(conversationId),
  };
}

type Moving = Pick<
  HumanDesk,
  "claim" | "release" | "transfer" | "resolve" | "setPriority" | "setTags" | "confirmAddress" | "dismiss"
>;

const toEveryone = (activity: Activity) => ({ audience: "everyone" as const, activity });

const moved = (made: TransitionResult): MoveResult => ("refused" in made ? made : { ticket: made.ticket });

/** Makes the ticket actions of agents, with the messages that tell the person. */
export function ticketActions({
  store,
  move,
  said,
  agentPresence,
}: Pick<TicketServiceContext, "store" | "move" | "said" | "agentPresence">): Moving {
  const by = async (actor: Actor, number: number, transition: Transition): Promise<MoveResult> => {
    agentPresence.heartbeat(actor.id);
    return moved(await move(number, transition));
  };
  const joined = (number: number, { firstName }: Actor) => [
    handoffStatus("accepted"),
    toEveryone(said.claimed(number, firstName)),
  ];
  return {
    claim: (number, actor) =>
      by(actor, number, {
        decide: (ticket, now) => claim(ticket, actor, now),
        says: () => joined(number, actor),
      }),
    release: (number, actor) =>
      by(actor, number, {
        decide: (ticket, now) => release(ticket, actor, now),
        says: () => [toEveryone(said.released(number))],
      }),
    transfer: (number, actor, to, note) =>
      by(actor, number, {
        decide: (ticket, now) => transfer(ticket, actor, to, now),
        says: (_, before) => [
          ...(note === null
            ? []
            : [{ audience: "desk" as const, activity: agentNote(actor, { text: note }) }]),
          ...("agent" in to && ticketSpeaker(before) === null
            ? joined(number, to.agent)
            : [toEveryone(said.transferred(number, to))]),
        ],
      }),
    resolve: (number, actor, outcome, onward) =>
      by(actor, number, {
        decide: (ticket, now) => resolve(ticket, actor, outcome, onward, now),
        says: () => [
          toEveryone(said.resolved(number, actor.firstName)),
          handoffStatus("completed"),
          botEvent("desk.returned", { ticket: number, onward }),
        ],
      }),
    dismiss: async (agent, actor) => {
      agentPresence.leave(agent);
      for (const { number } of (await store.openTickets()).filter(
        (ticket) => ticketSpeaker(ticket) === agent,
      ))
        await move(number, {
          decide: (ticket, now) => takeBack(ticket, agent, actor, now),
          says: () => [toEveryone(said["lease-ended"](number))],
        });
    },
    setPriority: (number, actor, priority) =>
      by(actor, number, { decide: (ticket, now) => setPriority(ticket, actor, priority, now) }),
    setTags: (number, actor, tags) =>
      by(actor, number, { decide: (ticket, now) => setTags(ticket, actor, tags, now) }),
    confirmAddress: (number, actor, address) =>
      by(actor, number, { decide: (ticket, now) => confirmAddress(ticket, actor, address, now) }),
  };
}

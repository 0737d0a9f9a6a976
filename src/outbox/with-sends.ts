import type { Activity } from "../store/activity.ts";
import type { Store } from "../store/port.ts";
import type { Audience, OutboxEntry } from "../store/records.ts";
import type { Ticket } from "../store/ticket.ts";

/** What is about to be stored in a talk: by a turn, or with a move of a ticket. */
export interface AboutToStore {
  conversationId: string;
  /** seq of the entry that is answered; null for words nobody asked for */
  answers: number | null;
  said: readonly { audience: Audience; activity: Activity }[];
  tickets: readonly Ticket[];
}

/** Tells what is to be sent out of the desk because of it. It is asked again when a turn is run again, and must not throw for what an outsider does. */
export type Sends = (about: AboutToStore) => Promise<readonly OutboxEntry[]>;

/** The same store, which puts what the senders want sent into the very commit that is its cause: neither is kept without the other. */
export function withSends(store: Store, senders: readonly Sends[]): Store {
  if (senders.length === 0) return store;
  const wanted = async (about: AboutToStore): Promise<OutboxEntry[]> =>
    (await Promise.all(senders.map((sends) => sends(about)))).flat();
  return {
    ...store,
    async commitTurn(turn) {
      const { conversationId, answers, replies, tickets, outbox } = turn;
      const more = await wanted({ conversationId, answers, said: replies, tickets });
      return store.commitTurn(more.length === 0 ? turn : { ...turn, outbox: [...outbox, ...more] });
    },
    async moveTicket(move) {
      const { ticket, says, outbox } = move;
      const about = { conversationId: ticket.conversationId, answers: null, said: says, tickets: [ticket] };
      return store.moveTicket({ ...move, outbox: [...outbox, ...(await wanted(about))] });
    },
  };
}

import { z } from "zod";
import type { Store } from "../../../store/port.ts";
import { StateConflict } from "../../../store/store-errors.ts";
import type { Ticket } from "../../../store/ticket.ts";

/** The thread of a ticket in a channel: its card, and the lines of the talk under it. */
export const Thread = z.object({
  channel: z.string(),
  /** the channel's id of the card */
  card: z.string(),
  /** what the card shows, as a hash; empty: not known */
  face: z.string(),
  /** seq up to which the talk's log stands in the thread */
  shownUpTo: z.number().int().nonnegative(),
});
export type Thread = z.infer<typeof Thread>;

type Of = Pick<Ticket, "number" | "conversationId">;

const Ticketed = z.object({ ticket: z.number().int().positive() });

/** The connector's id of a thread as a conversation. */
export const threadId = ({ channel, card }: Pick<Thread, "channel" | "card">): string =>
  `${channel};messageid=${card}`;

/** kept with the talk, so that it goes when the talk is erased */
const threadKey = ({ number, conversationId }: Of): string =>
  `support-thread-${number}/conversations/${conversationId}`;
const ticketKey = (thread: string): string => `desk/support-threads/${thread}`;

/** Which ticket has which thread. */
export interface Threads {
  of(ticket: Of): Promise<Thread | null>;
  /** The number of the ticket that a conversation of the connector is the thread of. */
  ticketAt(conversationId: string): Promise<number | null>;
  /** Makes it the ticket's thread; one that it had before still leads to the ticket. */
  begin(ticket: Of, thread: Thread): Promise<void>;
  /** Notes how far it is. False when it is the ticket's no more: another one is by now, or the talk was erased. */
  note(ticket: Of, thread: Thread): Promise<boolean>;
}

/** Keeps threads in the store. Writes throw NoSuchConversation once the talk is erased. */
export function openThreads(store: Pick<Store, "readState" | "writeState">): Threads {
  const read = async <T>(key: string, schema: z.ZodType<T>): Promise<T | null> => {
    const stored = (await store.readState([key])).get(key);
    return stored === undefined ? null : schema.parse(stored.value);
  };
  return {
    of: (ticket) => read(threadKey(ticket), Thread),
    ticketAt: async (conversationId) => (await read(ticketKey(conversationId), Ticketed))?.ticket ?? null,
    begin: (ticket, thread) =>
      store.writeState([
        { key: threadKey(ticket), value: thread, eTag: "*" },
        { key: ticketKey(threadId(thread)), value: { ticket: ticket.number }, eTag: "*" },
      ]),
    note: async (ticket, thread) => {
      const key = threadKey(ticket);
      const stored = (await store.readState([key])).get(key);
      if (stored === undefined || threadId(Thread.parse(stored.value)) !== threadId(thread)) return false;
      try {
        await store.writeState([{ key, value: thread, eTag: stored.eTag }]);
      } catch (error) {
        if (!(error instanceof StateConflict)) throw error;
      }
      return true;
    },
  };
}

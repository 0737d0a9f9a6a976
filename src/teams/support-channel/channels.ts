import { z } from "zod";
import { StateConflict } from "../../store/errors.ts";
import type { Store } from "../../store/store.ts";
import type { Ticket } from "../../store/ticket.ts";

/** Thread of a ticket in a channel: its card, and the messages of the conversation. */
export const Thread = z.object({
  channel: z.string(),
  /** channel's id of the card */
  card: z.string(),
  /** hash of the card's content; empty: unknown */
  face: z.string(),
  /** sequence number of the last log entry that was posted */
  shownUpTo: z.number().int().nonnegative(),
});
export type Thread = z.infer<typeof Thread>;

type Of = Pick<Ticket, "number" | "conversationId">;

export const Ticketed = z.object({ ticket: z.number().int().positive() });

/** Returns the connector's id of a thread as a conversation. */
export const threadId = ({ channel, card }: Pick<Thread, "channel" | "card">): string =>
  `${channel};messageid=${card}`;

/** Returns the state key of a ticket's thread; it belongs to the conversation, so that both are erased together. */
const threadKey = ({ number, conversationId }: Of): string =>
  `support-thread-${number}/conversations/${conversationId}`;
const ticketKey = (thread: string): string => `desk/support-threads/${thread}`;

/** Maps tickets to threads. */
export interface Threads {
  of(ticket: Of): Promise<Thread | null>;
  /** Returns the ticket whose thread has this conversation id. */
  ticketAt(conversationId: string): Promise<number | null>;
  /** Sets the thread of a ticket. An earlier thread keeps leading to the ticket. */
  begin(ticket: Of, thread: Thread): Promise<void>;
  /**
   * Updates the progress of a thread. Returns false when the ticket has another thread by now, or was erased.
   */
  note(ticket: Of, thread: Thread): Promise<boolean>;
}

/** Opens the stored threads. Writes throw NoSuchConversation once the conversation is erased. */
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

/** A team's channel, and its address. */
export const Channel = z.object({
  /** connector's id, without a thread */
  id: z.string(),
  team: z.string().nullable(),
  serviceUrl: z.string(),
  bot: z.string(),
});
export type Channel = z.infer<typeof Channel>;

/** Known channels. `chosen`: id of the one for new tickets; others stay known for their threads. */
export const ChannelsDocument = z.object({ chosen: z.string().nullable(), channels: z.array(Channel) });
type ChannelsDocument = z.infer<typeof ChannelsDocument>;

const key = "desk/support-channel";
const none: ChannelsDocument = { chosen: null, channels: [] };

/** Support channels of the desk. */
export interface Channels {
  /** Returns the channel for new tickets, or null. */
  chosen(): Promise<Channel | null>;
  find(id: string): Promise<Channel | null>;
  /** Chooses the channel for new tickets. */
  choose(channel: Channel): Promise<void>;
  /** Updates the address of a known channel. */
  met(channel: Channel): Promise<void>;
  /** Removes a team's channel as the chosen one, because the bot was removed from the team. */
  leave(team: string): Promise<void>;
}

const withChannel = (channels: readonly Channel[], channel: Channel): Channel[] => [
  ...channels.filter(({ id }) => id !== channel.id),
  channel,
];

const isReachedAlike = (one: Channel, other: Channel): boolean =>
  one.serviceUrl === other.serviceUrl && one.bot === other.bot;

/** Opens the channels in one state document that all processes share. */
export function openChannels(store: Pick<Store, "readState" | "writeState">): Channels {
  const look = async (): Promise<{ kept: ChannelsDocument; eTag: string | null }> => {
    const stored = (await store.readState([key])).get(key);
    return stored === undefined
      ? { kept: none, eTag: null }
      : { kept: ChannelsDocument.parse(stored.value), eTag: stored.eTag };
  };
  const change = async (to: (kept: ChannelsDocument) => ChannelsDocument): Promise<void> => {
    for (;;) {
      const { kept, eTag } = await look();
      const value = to(kept);
      if (value === kept) return;
      try {
        return await store.writeState([{ key, value, eTag }]);
      } catch (error) {
        if (!(error instanceof StateConflict)) throw error;
      }
    }
  };
  const find = ({ channels }: ChannelsDocument, id: string | null): Channel | null =>
    channels.find((channel) => channel.id === id) ?? null;

  return {
    chosen: async () => {
      const { kept } = await look();
      return find(kept, kept.chosen);
    },
    find: async (id) => find((await look()).kept, id),
    choose: (channel) =>
      change(({ channels }) => ({ chosen: channel.id, channels: withChannel(channels, channel) })),
    met: (channel) =>
      change((kept) => {
        const known = find(kept, channel.id);
        if (known === null || isReachedAlike(known, channel)) return kept;
        return { ...kept, channels: withChannel(kept.channels, { ...channel, team: known.team }) };
      }),
    leave: (team) =>
      change((kept) => (find(kept, kept.chosen)?.team === team ? { ...kept, chosen: null } : kept)),
  };
}

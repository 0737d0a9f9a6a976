import { z } from "zod";
import { StateConflict } from "../../store/errors.ts";
import type { Store } from "../../store/store.ts";
import type { Ticket } from "../../store/ticket.ts";

/** The thread of a ticket in a channel: its card, and the lines of the conversation under it. */
export const Thread = z.object({
  channel: z.string(),
  /** the channel's id of the card */
  card: z.string(),
  /** what the card shows, as a hash; empty: not known */
  face: z.string(),
  /** seq up to which the conversation's log stands in the thread */
  shownUpTo: z.number().int().nonnegative(),
});
export type Thread = z.infer<typeof Thread>;

type Of = Pick<Ticket, "number" | "conversationId">;

export const Ticketed = z.object({ ticket: z.number().int().positive() });

/** The connector's id of a thread as a conversation. */
export const threadId = ({ channel, card }: Pick<Thread, "channel" | "card">): string =>
  `${channel};messageid=${card}`;

/** kept with the conversation, so that it goes when the conversation is erased */
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
  /** Notes how far it is. False when it is the ticket's no more: another one is by now, or the conversation was erased. */
  note(ticket: Of, thread: Thread): Promise<boolean>;
}

/** Keeps threads in the store. Writes throw NoSuchConversation once the conversation is erased. */
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

/** A channel of a team, and how it is reached. */
export const Channel = z.object({
  /** the connector's id of it, without a thread */
  id: z.string(),
  team: z.string().nullable(),
  serviceUrl: z.string(),
  bot: z.string(),
});
export type Channel = z.infer<typeof Channel>;

/** `chosen` is the id of the one to which new tickets go; older ones stay known for the threads that they have. */
export const ChannelsDocument = z.object({ chosen: z.string().nullable(), channels: z.array(Channel) });
type ChannelsDocument = z.infer<typeof ChannelsDocument>;

const key = "desk/support-channel";
const none: ChannelsDocument = { chosen: null, channels: [] };

/** The channels that the desk's people work in. */
export interface Channels {
  /** where new tickets go; null: nowhere */
  chosen(): Promise<Channel | null>;
  find(id: string): Promise<Channel | null>;
  /** New tickets go there from now on. */
  choose(channel: Channel): Promise<void>;
  /** Notes how a channel is reached by now, which changes now and then, if it is one of these. */
  met(channel: Channel): Promise<void>;
  /** The bot was removed from a team. */
  leave(team: string): Promise<void>;
}

const withChannel = (channels: readonly Channel[], channel: Channel): Channel[] => [
  ...channels.filter(({ id }) => id !== channel.id),
  channel,
];

const isReachedAlike = (one: Channel, other: Channel): boolean =>
  one.serviceUrl === other.serviceUrl && one.bot === other.bot;

/** Keeps the channels in one state document, so that every process knows the same. */
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

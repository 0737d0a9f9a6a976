import { z } from "zod";
import type { Store } from "../../../store/port.ts";
import { StateConflict } from "../../../store/store-errors.ts";

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
const Kept = z.object({ chosen: z.string().nullable(), channels: z.array(Channel) });
type Kept = z.infer<typeof Kept>;

const key = "desk/support-channel";
const none: Kept = { chosen: null, channels: [] };

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
  const look = async (): Promise<{ kept: Kept; eTag: string | null }> => {
    const stored = (await store.readState([key])).get(key);
    return stored === undefined
      ? { kept: none, eTag: null }
      : { kept: Kept.parse(stored.value), eTag: stored.eTag };
  };
  const change = async (to: (kept: Kept) => Kept): Promise<void> => {
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
  const find = ({ channels }: Kept, id: string | null): Channel | null =>
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

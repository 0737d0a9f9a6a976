import { z } from "zod";
import type { Arrived } from "./arrived.ts";

/** Where and to whom a talk is answered, also after days: Bot Framework's conversation reference, as far as the desk needs it. */
export const Reference = z.object({
  serviceUrl: z.string(),
  channelId: z.string(),
  tenantId: z.string().nullable(),
  /** the channel's own id; in a channel of a team it names the thread */
  conversationId: z.string(),
  scope: z.enum(["personal", "groupChat", "channel"]),
  bot: z.object({ id: z.string() }),
  user: z.object({ id: z.string() }),
  locale: z.string(),
});
export type Reference = z.infer<typeof Reference>;

/** Where a talk's reference is kept: with the talk, so that it goes when the talk is erased. */
export const referenceKey = (talk: string): string => `connector/conversations/${talk}`;

/** The reference of the talk that an activity belongs to. */
export const referenceOf = (activity: Arrived, tenantId: string | undefined): Reference => ({
  serviceUrl: activity.serviceUrl,
  channelId: activity.channelId,
  tenantId: tenantId ?? activity.conversation.tenantId ?? null,
  conversationId: activity.conversation.id,
  scope: activity.conversation.conversationType ?? "personal",
  bot: { id: activity.recipient.id },
  user: { id: activity.from.id },
  locale: activity.locale ?? "en",
});

import { z } from "zod";
import { Locale, TimeZone } from "../runtime/locale.ts";
import type { Activity } from "../store/records.ts";

/** Response to an invoke: HTTP status and JSON body. */
export interface InvokeResponse {
  status: number;
  body?: unknown;
}

/**
 * Handler that runs before conversations, for activities such as an agent's message in the support channel.
 */
export type Invoke = (activity: IncomingActivity) => Promise<InvokeResponse | "handled" | "not mine">;

/** Combines handlers; the first that accepts an activity handles it. */
export const firstInvoke =
  (handlers: readonly Invoke[]): Invoke =>
  async (activity) => {
    for (const handler of handlers) {
      const result = await handler(activity);
      if (result !== "not mine") return result;
    }
    return "not mine";
  };

/** Removes the thread from a conversation id of the connector. */
export const wholeChannel = (conversationId: string): string => conversationId.replace(/;messageid=.*$/, "");

const Id = z.string().min(1).max(1024);

const Account = z.looseObject({
  id: Id,
  /** id of the person in Entra, where the channel knows it */
  aadObjectId: z.string().max(100).optional().catch(undefined),
});

const Entity = z.looseObject({
  type: z.string(),
  mentioned: z.looseObject({ id: z.string() }).optional().catch(undefined),
  text: z.string().optional().catch(undefined),
});

/** Activity of a Bot Framework channel, as far as the desk reads it. Its sender is authenticated. */
export const IncomingActivity = z.looseObject({
  type: z.string().min(1).max(100),
  id: Id.optional(),
  channelId: Id,
  serviceUrl: Id,
  from: Account,
  recipient: Account,
  conversation: z.looseObject({
    id: Id,
    conversationType: z.enum(["personal", "groupChat", "channel"]).optional().catch(undefined),
    tenantId: z.string().optional().catch(undefined),
  }),
  text: z
    .string()
    .nullish()
    .transform((text) => text ?? undefined),
  locale: Locale.optional().catch(undefined),
  localTimezone: TimeZone.optional().catch(undefined),
  name: z.string().optional().catch(undefined),
  value: z.unknown().optional(),
  replyToId: z.string().optional().catch(undefined),
  deliveryMode: z.string().optional().catch(undefined),
  entities: z.array(Entity).catch([]).default([]),
  attachments: z
    .array(z.looseObject({ contentType: z.string() }))
    .optional()
    .catch(undefined),
  channelData: z.record(z.string(), z.unknown()).optional().catch(undefined),
}) satisfies z.ZodType<Activity>;
export type IncomingActivity = z.infer<typeof IncomingActivity>;

import { z } from "zod";
import type { Courier, Delivery } from "../../outbox/delivery.ts";
import { deliveryOf } from "../../outbox/http-delivery.ts";
import type { Activity } from "../../store/activity.ts";
import type { Store } from "../../store/port.ts";
import type { OutboxEntry } from "../../store/records.ts";
import { NoAccessToken } from "./access-token.ts";
import type { Called, Calls } from "./calls.ts";
import type { Credentials } from "./credentials.ts";
import { markingDoubt } from "./doubt.ts";
import type { Guard } from "./guard/guard.ts";
import type { References } from "./references.ts";
import { findSent, Send, type Sent, sentKey } from "./send.ts";

export interface CourierParts {
  store: Pick<Store, "readState" | "writeState">;
  references: Pick<References, "read">;
  calls: Calls;
  credentials: Credentials;
  guard: Pick<Guard, "serviceUrlAllowed">;
  now: () => number;
  log: (event: string, about: Record<string, unknown>) => void;
}

/** Where a message goes: to a conversation, or in place of an earlier message there. */
export interface Target {
  serviceUrl: string;
  conversationId: string;
  /** the channel's id of the message that is replaced */
  replaces: string | null;
}

const Resource = z.object({ id: z.string().min(1) });

/** Sends one activity, with a new token when the connector does not take the old one. Throws NoAccessToken. */
export async function sendActivity(
  { calls, credentials, guard }: Pick<CourierParts, "calls" | "credentials" | "guard">,
  { serviceUrl, conversationId, replaces }: Target,
  activity: Activity,
): Promise<Called> {
  if (!(await guard.serviceUrlAllowed(serviceUrl)))
    return { kind: "refused", reason: "service URL not allowed" };
  const activities = `/v3/conversations/${encodeURIComponent(conversationId)}/activities`;
  const call = {
    serviceUrl,
    path: replaces === null ? activities : `${activities}/${encodeURIComponent(replaces)}`,
    method: replaces === null ? ("POST" as const) : ("PUT" as const),
    body: JSON.stringify({ ...activity, conversation: { id: conversationId } }),
  };
  const token = await credentials.bearer();
  const called = await calls.make({ ...call, token });
  if (called.kind !== "answered" || called.status !== 401) return called;
  credentials.refused(token);
  return calls.make({ ...call, token: await credentials.bearer() });
}

/** Sends what talks want sent through the connector, each to where the person was last heard from. */
export function connectorCourier(parts: CourierParts): Courier {
  const { store, references, now, log } = parts;

  /** The service URL of a conversation changes now and then; the newest is the one from which something came. */
  const targetOf = async ({ id, conversationId: talk }: OutboxEntry, send: Send): Promise<Target> => {
    const { serviceUrl, conversationId, updates } = send;
    const reference = await references.read(talk);
    const newest = reference?.conversationId === conversationId ? reference.serviceUrl : serviceUrl;
    const replaces = updates === null ? null : await findSent(store, { id: updates, talk });
    if (updates !== null && replaces === null) log("message sent anew", { id, updates });
    return { serviceUrl: newest, conversationId, replaces };
  };

  const remember = async ({ id, conversationId: talk }: OutboxEntry, text: string): Promise<void> => {
    const key = sentKey({ id, talk });
    try {
      const value: Sent = { activityId: Resource.parse(JSON.parse(text)).id };
      await store.writeState([{ key, value, eTag: "*" }]);
    } catch (error) {
      log("id of a sent message not kept", { id, reason: String(error) });
    }
  };

  const attempt = async (entry: OutboxEntry): Promise<Delivery> => {
    const send = Send.parse(entry.payload);
    const called = await sendActivity(parts, await targetOf(entry, send), send.activity);
    if (called.kind !== "answered") return called;
    const delivery = deliveryOf(called.status, called.retryAfter, new Date(now()));
    if (delivery.kind === "sent" && send.remember) await remember(entry, called.text);
    return delivery;
  };

  return markingDoubt(async (entry) => {
    try {
      return await attempt(entry);
    } catch (error) {
      if (!(error instanceof NoAccessToken)) log("not sent", { id: entry.id, reason: String(error) });
      return { kind: "again", reason: String(error) };
    }
  });
}

import { z } from "zod";
import type { Courier, Delivery } from "../../outbox/delivery.ts";
import { deliveryOf } from "../../outbox/http-delivery.ts";
import type { Store } from "../../store/port.ts";
import type { OutboxEntry } from "../../store/records.ts";
import { NoSuchConversation } from "../../store/store-errors.ts";
import { NoAccessToken } from "./access-token.ts";
import { Doubts } from "./doubts.ts";
import type { References } from "./references.ts";
import { findSent, isLeft, Send, type Sent, sentKey } from "./send.ts";
import { type SendParts, sendActivity, type Target } from "./send-activity.ts";

/** What sending for talks needs. */
interface CourierParts extends SendParts {
  store: Pick<Store, "readState" | "writeState">;
  references: Pick<References, "find" | "forget">;
  now: () => number;
  /** as for `isLeft` */
  leaseMs: number;
  log: (event: string, about: Record<string, unknown>) => void;
}

const Resource = z.object({ id: z.string().min(1) });

/** A conversation that is not found may have moved to another service URL, which its next activity tells. */
const GONE = 404;

/** Sends what talks want sent through the connector, each to where the person was last heard from. */
export function connectorCourier(parts: CourierParts): Courier {
  const { store, references, now, log, leaseMs } = parts;
  const doubts = new Doubts();

  /** The service URL of a conversation changes now and then; the newest is the one from which something came. */
  const targetOf = async ({ id, conversationId: talk }: OutboxEntry, send: Send): Promise<Target> => {
    const { serviceUrl, conversationId, updates } = send;
    const reference = await references.find(talk);
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
    if (send.updates === null && isLeft(send, now(), leaseMs)) doubts.add(entry.id, "left by another run");
    const called = await sendActivity(parts, await targetOf(entry, send), send.activity);
    if (called.kind !== "answered") return called;
    if (called.status === GONE) {
      references.forget(entry.conversationId);
      return { kind: "again", reason: `answered ${GONE}` };
    }
    const delivery = deliveryOf(called.status, called.retryAfter, new Date(now()));
    if (delivery.kind === "sent" && send.remember) await remember(entry, called.text);
    return delivery;
  };

  return async (entry) => {
    try {
      return doubts.marked(entry.id, await attempt(entry));
    } catch (error) {
      if (error instanceof NoSuchConversation) return { kind: "refused", reason: "the talk was erased" };
      if (!(error instanceof NoAccessToken)) log("not sent", { id: entry.id, reason: String(error) });
      return { kind: "again", reason: String(error) };
    }
  };
}

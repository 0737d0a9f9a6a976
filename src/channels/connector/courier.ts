import type { Courier, Delivery } from "../../outbox/delivery.ts";
import { deliveryOf } from "../../outbox/http-delivery.ts";
import { NoAccessToken } from "./access-token.ts";
import { Doubts } from "./doubts.ts";
import type { References } from "./references.ts";
import { isLeft, Send } from "./send.ts";
import { type SendParts, sendActivity, type Target } from "./send-activity.ts";

/** What sending for talks needs. */
interface CourierParts extends SendParts {
  references: Pick<References, "find" | "forget">;
  now: () => number;
  /** as for `isLeft` */
  leaseMs: number;
  log: (event: string, about: Record<string, unknown>) => void;
}

/** A conversation that is not found may have moved to another service URL, which its next activity tells. */
const GONE = 404;

/** Sends what talks want sent through the connector, each to where the person was last heard from. What replaces a message may be sent twice, but not to a message that is gone. */
export function connectorCourier(parts: CourierParts): Courier {
  const { references, now, log, leaseMs } = parts;
  const doubts = new Doubts();

  /** The service URL of a conversation changes now and then; the newest is the one from which something came. */
  const targetOf = async (talk: string, send: Send): Promise<Target> => {
    const { serviceUrl, conversationId, replaces } = send;
    const reference = await references.find(talk);
    const newest = reference?.conversationId === conversationId ? reference.serviceUrl : serviceUrl;
    return { serviceUrl: newest, conversationId, replaces };
  };

  const attempt = async (talk: string, send: Send): Promise<Delivery> => {
    const called = await sendActivity(parts, await targetOf(talk, send), send.activity);
    if (called.kind !== "answered") return called;
    if (called.status === GONE && send.replaces === null) {
      references.forget(talk);
      return { kind: "again", reason: `answered ${GONE}` };
    }
    return deliveryOf(called.status, called.retryAfter, new Date(now()));
  };

  return async (entry) => {
    try {
      const send = Send.parse(entry.payload);
      if (send.replaces !== null) return await attempt(entry.conversationId, send);
      if (isLeft(send, now(), leaseMs)) doubts.add(entry.id, "left by another run");
      return doubts.marked(entry.id, await attempt(entry.conversationId, send));
    } catch (error) {
      if (!(error instanceof NoAccessToken)) log("not sent", { id: entry.id, reason: String(error) });
      return { kind: "again", reason: String(error) };
    }
  };
}

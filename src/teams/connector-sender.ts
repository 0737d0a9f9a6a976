import { randomUUID } from "node:crypto";
import type { Messages } from "../guide/messages.ts";
import { type DeliveryResult, deliveryOf, type Sender } from "../outbox/delivery.ts";
import type { OutboxEntry } from "../store/records.ts";
import type { OutboxFate, Store } from "../store/store.ts";
import { unpromptedCommit } from "./context.ts";
import { NoAccessToken } from "./credentials.ts";
import type { References } from "./references.ts";
import { isLeft, SEND_KIND, Send, type SendParts, sendActivity, type Target } from "./send-activity.ts";

/** Gateway timeouts. The documentation asks for a retry, but the message may have been delivered. */
const AMBIGUOUS = /^answered 50[24]$/;

/**
 * Outbox entries that may have been delivered already. Retries of them are marked, because they may be
 * duplicates.
 */
export class UncertainDeliveries {
  readonly #reasons = new Map<string, string>();

  add(id: string, reason: string): void {
    this.#reasons.set(id, reason);
  }

  /** Returns the delivery result of an entry, marked when it may be a duplicate. */
  marked(id: string, delivery: DeliveryResult): DeliveryResult {
    const doubt = this.#reasons.get(id);
    if (delivery.kind === "again") {
      if (AMBIGUOUS.test(delivery.reason)) this.add(id, delivery.reason);
      return delivery;
    }
    this.#reasons.delete(id);
    if (delivery.kind !== "sent" || doubt === undefined) return delivery;
    return { kind: "unconfirmed", reason: `${doubt}, then sent again: perhaps twice` };
  }
}

interface UndeliveredParts {
  store: Pick<Store, "conversation" | "commitTurn">;
  words: Messages;
}

/**
 * Adds a note to the conversation for the agent of its open ticket about a message that may not have arrived
 * (THREATS.md: T09).
 */
export const noteUndelivered =
  ({ store, words }: UndeliveredParts) =>
  async (entry: OutboxEntry, { kind: fate, at }: OutboxFate): Promise<void> => {
    if (entry.kind !== SEND_KIND || fate === "sent") return;
    const { activity, replaces } = Send.parse(entry.payload);
    const conversation = await store.conversation(entry.conversationId);
    if (replaces !== null || typeof conversation !== "object" || conversation.ticket === null) return;
    const text = words(`connector.${fate}`, { text: activity.text ?? String(activity["summary"] ?? "") });
    const from = { id: "desk", name: words("copy.desk"), role: "bot" };
    const note = { type: "message", id: randomUUID(), from, text, textFormat: "plain" };
    const logged = { audience: "desk" as const, activity: { ...note, channelData: { note: true } } };
    await store.commitTurn(unpromptedCommit(entry.conversationId, Date.parse(at), { replies: [logged] }));
  };

/** Dependencies of the connector's sender. */
interface ConnectorSenderParts extends SendParts {
  references: Pick<References, "find" | "forget">;
  now: () => number;
  /** see `isLeft` */
  leaseMs: number;
  log: (event: string, about: Record<string, unknown>) => void;
}

/** The conversation may have moved to another service URL, which its next activity will name. */
const GONE = 404;

/**
 * Sends outbox entries through the connector, to the newest service URL of the conversation. Updates may be
 * sent twice, but not to a deleted message.
 */
export function connectorSender(parts: ConnectorSenderParts): Sender {
  const { references, now, log, leaseMs } = parts;
  const doubts = new UncertainDeliveries();

  /** Returns the target with the newest known service URL, because it may change. */
  const targetOf = async (conversation: string, send: Send): Promise<Target> => {
    const { serviceUrl, conversationId, replaces } = send;
    const reference = await references.find(conversation);
    const newest = reference?.conversationId === conversationId ? reference.serviceUrl : serviceUrl;
    return { serviceUrl: newest, conversationId, replaces };
  };

  const attempt = async (conversation: string, send: Send): Promise<DeliveryResult> => {
    const called = await sendActivity(parts, await targetOf(conversation, send), send.activity);
    if (called.kind !== "answered") return called;
    if (called.status === GONE && send.replaces === null) {
      references.forget(conversation);
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

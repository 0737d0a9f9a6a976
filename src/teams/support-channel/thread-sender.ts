import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { DeliveryResult, Sender } from "../../outbox/delivery.ts";
import type { Sends } from "../../outbox/outbox.ts";
import { NoSuchConversation } from "../../store/errors.ts";
import type { OutboxEntry } from "../../store/records.ts";
import type { Store } from "../../store/store.ts";
import { isQuarantined } from "../../store/ticket.ts";
import { UncertainDeliveries } from "../connector-sender.ts";
import { openChannels } from "./channels.ts";
import { type PostMessagesParts, postMessages } from "./thread-messages.ts";
import { type PostTicketCardParts, postTicketCard } from "./ticket-post.ts";

/** State of a partition: the newest entry whose delivery was started. */
export const BegunSend = z.object({ id: z.string() });
type BegunSend = z.infer<typeof BegunSend>;

const remembered = 10_000;

/** Records each delivery before it starts, so that the next process can tell an interrupted one. */
class BegunSends {
  /** newest entry of each partition that this process started */
  readonly #here = new Map<string, string>();

  constructor(private readonly store: Pick<Store, "readState" | "writeState">) {}

  /**
   * Records the start of a delivery. Returns whether an earlier process started it without a result. When
   * this throws, the entry must not be sent.
   */
  async begin({ id, lane, conversationId: conversation }: OutboxEntry): Promise<{ left: boolean }> {
    const last = this.#here.get(lane);
    if (last === id) return { left: false };
    const key = `${lane.replace("/", "-begun-")}/conversations/${conversation}`;
    const left = last === undefined && (await this.#stored(key)) === id;
    if (!left) await this.store.writeState([{ key, value: { id } satisfies BegunSend, eTag: "*" }]);
    if (this.#here.size >= remembered) this.#here.clear();
    this.#here.set(lane, id);
    return { left };
  }

  async #stored(key: string): Promise<string | null> {
    const stored = (await this.store.readState([key])).get(key);
    return stored === undefined ? null : BegunSend.parse(stored.value).id;
  }
}

/** Kind of outbox entries that synchronize a thread with its ticket and conversation. */
export const THREAD_SEND_KIND = "support-channel";

/** Payload: the ticket. The sender reads the content at delivery time. */
const Behind = z.object({ ticket: z.number().int().positive() });

const behind = (ticket: number, conversationId: string): OutboxEntry => ({
  id: `${THREAD_SEND_KIND}-${ticket}-${randomUUID()}`,
  conversationId,
  kind: THREAD_SEND_KIND,
  lane: `${THREAD_SEND_KIND}/${ticket}`,
  payload: { ticket } satisfies z.infer<typeof Behind>,
});

/** Makes outbox entries that synchronize the thread when its ticket or conversation changes. */
export function threadSends(store: Pick<Store, "readState" | "writeState" | "conversation">): Sends {
  const channels = openChannels(store);
  return async ({ conversationId, tickets }) => {
    const changed = tickets.at(-1);
    if (changed !== undefined && isQuarantined(changed)) return [];
    if ((await channels.chosen()) === null) return [];
    const conversation = await store.conversation(conversationId);
    const open = conversation === undefined || conversation === "erased" ? null : conversation.ticket;
    const number = changed?.number ?? open;
    return number === null ? [] : [behind(number, conversationId)];
  };
}

interface ThreadSenderParts extends PostTicketCardParts {
  store: PostMessagesParts["store"] & Pick<Store, "ticket" | "conversation" | "readState" | "writeState">;
  log: (event: string, about: Record<string, unknown>) => void;
}

const SENT: DeliveryResult = { kind: "sent" };

/** Synchronizes the thread of a ticket: the card, then the messages. */
export function threadSender(parts: ThreadSenderParts): Sender {
  const { store, log } = parts;
  const begun = new BegunSends(store);
  const doubts = new UncertainDeliveries();
  const bring = async (number: number): Promise<DeliveryResult> => {
    const ticket = await store.ticket(number);
    if (ticket === undefined) return SENT;
    const { place, delivery } = await postTicketCard(parts, ticket);
    if (place === null || delivery.kind === "again") return delivery;
    const posted = await postMessages(parts, ticket, place);
    return posted.kind === "again" || delivery.kind === "sent" ? posted : delivery;
  };
  return async (entry) => {
    const { id, payload } = entry;
    try {
      const { left } = await begun.begin(entry);
      if (left) doubts.add(id, "begun before a restart");
      return doubts.marked(id, await bring(Behind.parse(payload).ticket));
    } catch (error) {
      if (error instanceof NoSuchConversation) return SENT;
      log("thread not brought up", { id, reason: String(error) });
      return { kind: "again", reason: String(error) };
    }
  };
}

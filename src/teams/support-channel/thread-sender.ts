import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Courier, Delivery } from "../../outbox/delivery.ts";
import type { Sends } from "../../outbox/outbox.ts";
import { NoSuchConversation } from "../../store/errors.ts";
import type { OutboxEntry } from "../../store/records.ts";
import type { Store } from "../../store/store.ts";
import { isQuarantined } from "../../store/ticket.ts";
import { Doubts } from "../connector-sender.ts";
import { openChannels } from "./channels.ts";
import { type BringLinesParts, bringLines } from "./thread-messages.ts";
import { type BringCardParts, bringCard } from "./ticket-post.ts";

/** The newest message of a lane of which sending began. */
export const Begun = z.object({ id: z.string() });
type Begun = z.infer<typeof Begun>;

const remembered = 10_000;

/** Notes of each message, before it is sent, that sending begins: when the process ends before it knows what came of it, the next one can tell. */
class BegunSends {
  /** the newest of each lane that this process began */
  readonly #here = new Map<string, string>();

  constructor(private readonly store: Pick<Store, "readState" | "writeState">) {}

  /** Tells whether an earlier process began to send it and left nothing of what came of it. Throws what the store throws, and then it must not be sent. */
  async begin({ id, lane, conversationId: talk }: OutboxEntry): Promise<{ left: boolean }> {
    const last = this.#here.get(lane);
    if (last === id) return { left: false };
    const key = `${lane.replace("/", "-begun-")}/conversations/${talk}`;
    const left = last === undefined && (await this.#stored(key)) === id;
    if (!left) await this.store.writeState([{ key, value: { id } satisfies Begun, eTag: "*" }]);
    if (this.#here.size >= remembered) this.#here.clear();
    this.#here.set(lane, id);
    return { left };
  }

  async #stored(key: string): Promise<string | null> {
    const stored = (await this.store.readState([key])).get(key);
    return stored === undefined ? null : Begun.parse(stored.value).id;
  }
}

/** The kind of outbox entries that bring a thread up to its ticket and talk. */
export const kind = "support-channel";

/** What the courier gets: whose thread is behind. What is to be said there it reads when it comes to it. */
const Behind = z.object({ ticket: z.number().int().positive() });

const behind = (ticket: number, conversationId: string): OutboxEntry => ({
  id: `${kind}-${ticket}-${randomUUID()}`,
  conversationId,
  kind,
  lane: `${kind}/${ticket}`,
  payload: { ticket } satisfies z.infer<typeof Behind>,
});

/** Wants the thread of a ticket brought up whenever the ticket changes or something is said while it is open. */
export function threadSends(store: Pick<Store, "readState" | "writeState" | "conversation">): Sends {
  const channels = openChannels(store);
  return async ({ conversationId, tickets }) => {
    const changed = tickets.at(-1);
    if (changed !== undefined && isQuarantined(changed)) return [];
    if ((await channels.chosen()) === null) return [];
    const talk = await store.conversation(conversationId);
    const open = talk === undefined || talk === "erased" ? null : talk.ticket;
    const number = changed?.number ?? open;
    return number === null ? [] : [behind(number, conversationId)];
  };
}

interface ThreadCourierParts extends BringCardParts {
  store: BringLinesParts["store"] & Pick<Store, "ticket" | "conversation" | "readState" | "writeState">;
  log: (event: string, about: Record<string, unknown>) => void;
}

const SENT: Delivery = { kind: "sent" };

/** Brings the thread of a ticket up to what the ticket and its talk are by now: the card, then the lines under it. */
export function threadCourier(parts: ThreadCourierParts): Courier {
  const { store, log } = parts;
  const begun = new BegunSends(store);
  const doubts = new Doubts();
  const bring = async (number: number): Promise<Delivery> => {
    const ticket = await store.ticket(number);
    if (ticket === undefined) return SENT;
    const { place, delivery } = await bringCard(parts, ticket);
    if (place === null || delivery.kind === "again") return delivery;
    const said = await bringLines(parts, ticket, place);
    return said.kind === "again" || delivery.kind === "sent" ? said : delivery;
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

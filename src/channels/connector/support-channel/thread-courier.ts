import type { Courier, Delivery } from "../../../outbox/delivery.ts";
import type { Store } from "../../../store/port.ts";
import { NoSuchConversation } from "../../../store/store-errors.ts";
import { BegunSends } from "../begun-sends.ts";
import { Doubts } from "../doubts.ts";
import { type BringCardParts, bringCard } from "./bring-card.ts";
import { type BringLinesParts, bringLines } from "./bring-lines.ts";
import { Behind } from "./sends.ts";

export interface ThreadCourierParts extends BringCardParts {
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

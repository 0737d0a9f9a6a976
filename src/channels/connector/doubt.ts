import type { Courier } from "../../outbox/delivery.ts";

/** A gateway that gives up may have handed the message on: the documentation wants it sent again, and it may be there twice. */
const AMBIGUOUS = /\banswered 50[24]$/;

/** The same courier, which marks what it sent again after an ambiguous answer. */
export function markingDoubt(courier: Courier): Courier {
  const doubtful = new Map<string, string>();
  return async (entry) => {
    const delivery = await courier(entry);
    if (delivery.kind === "again") {
      if (AMBIGUOUS.test(delivery.reason)) doubtful.set(entry.id, delivery.reason);
      return delivery;
    }
    const doubt = doubtful.get(entry.id);
    doubtful.delete(entry.id);
    if (delivery.kind !== "sent" || doubt === undefined) return delivery;
    return { kind: "unconfirmed", reason: `sent again after it was ${doubt}, so perhaps twice` };
  };
}

import type { Delivery } from "../../outbox/delivery.ts";

/** A gateway that gives up may have handed the message on: the documentation wants it sent again, and it may be there twice. */
const AMBIGUOUS = /^answered 50[24]$/;

/** Which entries of the outbox may have arrived already, and why: sent again they are marked, for they may be there twice. */
export class Doubts {
  readonly #reasons = new Map<string, string>();

  add(id: string, reason: string): void {
    this.#reasons.set(id, reason);
  }

  /** What became of an entry, with the doubt that there was about it. */
  marked(id: string, delivery: Delivery): Delivery {
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

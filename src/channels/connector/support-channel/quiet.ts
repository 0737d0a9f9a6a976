import type { Delivery } from "../../../outbox/delivery.ts";
import type { Target } from "../send-activity.ts";
import { wholeChannel } from "../whole-channel.ts";

/** Until when channels have asked to be left alone, each with all its threads. */
export class Quiet {
  /** milliseconds since 1970, by the channel's id */
  readonly #until = new Map<string, number>();

  constructor(private readonly now: () => number) {}

  /** milliseconds; 0 when something may be sent */
  left({ conversationId }: Target): number {
    const channel = wholeChannel(conversationId);
    const left = Math.max(0, (this.#until.get(channel) ?? 0) - this.now());
    if (left === 0) this.#until.delete(channel);
    return left;
  }

  /** Notes what came of something that was sent. */
  note({ conversationId }: Target, delivery: Delivery): void {
    if (delivery.kind === "again" && delivery.afterMs)
      this.#until.set(wholeChannel(conversationId), this.now() + delivery.afterMs);
  }
}

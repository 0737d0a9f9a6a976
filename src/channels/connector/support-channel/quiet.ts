import type { Delivery } from "../../../outbox/delivery.ts";
import type { Target } from "../send-activity.ts";
import { wholeChannel } from "../whole-channel.ts";

/** Which channels have asked to be left alone, each with all its threads. */
export class Quiet {
  /** milliseconds since 1970, and for how many from then on; by the channel's id */
  readonly #asked = new Map<string, { at: number; forMs: number }>();

  constructor(private readonly now: () => number) {}

  /** milliseconds; 0 when something may be sent, also once the clock was put back */
  left({ conversationId }: Target): number {
    const { at, forMs } = this.#asked.get(wholeChannel(conversationId)) ?? { at: this.now(), forMs: 0 };
    const past = this.now() - at;
    return past < 0 ? 0 : Math.max(0, forMs - past);
  }

  /** Notes what came of something that was sent. */
  note({ conversationId }: Target, delivery: Delivery): void {
    if (delivery.kind === "again" && delivery.afterMs)
      this.#asked.set(wholeChannel(conversationId), { at: this.now(), forMs: delivery.afterMs });
  }
}

import { z } from "zod";
import type { Delivery } from "../../../outbox/delivery.ts";
import { deliveryOf } from "../../../outbox/http-delivery.ts";
import type { Activity } from "../../../store/activity.ts";
import type { Called } from "../calls.ts";
import type { Target } from "../send-activity.ts";
import { Quiet } from "./quiet.ts";

/** What became of a message, and the id that the channel gave it; null when it is not known to have one. */
export interface Posted {
  delivery: Delivery;
  id: string | null;
  /** whether it was refused for what it is, not for where it was to go */
  unfit: boolean;
}

/** Sends a message to a conversation of the connector, or in place of one there. Never throws for what the other side does. */
export type Post = (target: Target, activity: Activity) => Promise<Posted>;

const UNFIT = new Set([400, 413]);

const Resource = z.object({ id: z.string().min(1) });

function idIn(text: string): string | null {
  try {
    return Resource.parse(JSON.parse(text)).id;
  } catch {
    return null;
  }
}

/** Makes it of calls to the connector, which throw when there is no access token. A `Retry-After` holds up all that goes to its channel, whatever the ticket. */
export const makePost = (
  send: (target: Target, activity: Activity) => Promise<Called>,
  now: () => number,
): Post => {
  const quiet = new Quiet(now);
  return async (target, activity) => {
    const afterMs = quiet.left(target);
    if (afterMs > 0)
      return { delivery: { kind: "again", reason: "asked to wait", afterMs }, id: null, unfit: false };
    try {
      const called = await send(target, activity);
      if (called.kind !== "answered") return { delivery: called, id: null, unfit: false };
      const { status, retryAfter, text } = called;
      const delivery = deliveryOf(status, retryAfter, new Date(now()));
      quiet.note(target, delivery);
      return { delivery, id: delivery.kind === "sent" ? idIn(text) : null, unfit: UNFIT.has(status) };
    } catch (error) {
      return { delivery: { kind: "again", reason: String(error) }, id: null, unfit: false };
    }
  };
};

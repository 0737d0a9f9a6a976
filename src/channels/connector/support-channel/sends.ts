import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Sends } from "../../../outbox/with-sends.ts";
import type { Store } from "../../../store/port.ts";
import type { OutboxEntry } from "../../../store/records.ts";
import { isQuarantined } from "../../../store/ticket.ts";
import { openChannels } from "./channels.ts";

/** The kind of outbox entries that bring a thread up to its ticket and talk. */
export const kind = "support-channel";

/** What the courier gets: whose thread is behind. What is to be said there it reads when it comes to it. */
export const Behind = z.object({ ticket: z.number().int().positive() });

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

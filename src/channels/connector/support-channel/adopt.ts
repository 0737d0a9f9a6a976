import type { Store } from "../../../store/port.ts";
import type { Arrived } from "../arrived.ts";
import { channelOf } from "./arrival.ts";
import type { Threads } from "./threads.ts";

export interface AdoptParts {
  store: Pick<Store, "ticket" | "conversation">;
  threads: Pick<Threads, "of" | "begin" | "ticketAt">;
}

/**
 * Makes the thread under the card on which somebody pressed a button the thread of its ticket. So a card of which the
 * channel never told the id, or which came twice, is the one on which its people go on. The thread of another ticket
 * stays that.
 */
export async function adopt(
  { store, threads }: AdoptParts,
  number: number,
  activity: Arrived,
): Promise<void> {
  const ticket = await store.ticket(number);
  const channel = channelOf(activity);
  const card = /;messageid=(.+)$/.exec(activity.conversation.id)?.[1];
  if (ticket === undefined || channel === null || card === undefined) return;
  if ((await store.conversation(ticket.conversationId)) === "erased") return;
  const other = await threads.ticketAt(activity.conversation.id);
  if (other !== null && other !== number) return;
  const known = await threads.of(ticket);
  if (known?.card === card && known.channel === channel.id) return;
  const shownUpTo = known?.shownUpTo ?? ticket.transcript.upTo;
  await threads.begin(ticket, { channel: channel.id, card, face: "", shownUpTo });
}

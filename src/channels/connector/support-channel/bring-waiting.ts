import type { HumanDesk } from "../../../desk/human-desk.ts";
import type { Store } from "../../../store/port.ts";
import { unasked } from "../unasked.ts";

export interface BringWaitingParts {
  /** the one that sends with what it stores */
  store: Pick<Store, "commitTurn">;
  human: Pick<HumanDesk, "queue">;
  now: () => number;
}

/** more would be held up for long by the rate that Teams takes */
const MOST = 50;

/** Has the tickets that wait already, the first ones of the queue, brought to the channel: by commits that hold nothing but what is sent with them. */
export async function bringWaiting({ store, human, now }: BringWaitingParts): Promise<void> {
  for (const { ticket } of (await human.queue()).slice(0, MOST))
    await store.commitTurn(unasked(ticket.conversationId, now()));
}

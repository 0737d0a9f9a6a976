import type { Turns } from "../../bot/turns.ts";
import type { Store } from "../../store/port.ts";
import type { Budgets } from "./budgets.ts";

/** Charges what conversations store and what their turns take of the CPU to those who speak in them; whom one of the desk's people has taken on is known from then on. */
export function chargeConversations(
  budgets: Pick<Budgets, "spend" | "know" | "turnIsOver">,
  store: Pick<Store, "watchStored" | "watchTickets">,
  turns: Pick<Turns, "watch">,
): void {
  store.watchStored((conversation, bytes) => budgets.spend("storedBytes", conversation, bytes));
  turns.watch((_, cpuMs, conversation) => {
    budgets.spend("cpuMs", conversation, cpuMs);
    budgets.turnIsOver(conversation);
  });
  store.watchTickets(({ conversationId, firstClaimedAt }) => {
    if (firstClaimedAt !== null) budgets.know(conversationId);
  });
}

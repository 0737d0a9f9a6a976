import type { Desk } from "../desk/desk.ts";
import { viewLines } from "../desk/view-lines.ts";
import { goTo } from "../shell/route.ts";

/** Goes on to the ticket that has waited first, or to the empty queue, once an agent is done with another. */
export function goOn({ state }: Pick<Desk, "state">, doneWith: number): void {
  const next = viewLines(state.get(), "waiting").find(({ number }) => number !== doneWith);
  goTo({ page: "tickets", view: "waiting", ticket: next?.number ?? null });
}

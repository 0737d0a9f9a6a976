import type { Desk } from "../assemble.ts";
import type { Store } from "../store/port.ts";
import { resources } from "../web/budgets/budgets.ts";
import type { Room } from "../web/budgets/room.ts";
import type { Web } from "../web/server.ts";
import type { Metrics } from "./metrics.ts";

/** Counts what a desk does from now on, and what waits in it whenever somebody asks. */
export function watchDesk(
  metrics: Metrics,
  { turns, human }: Pick<Desk, "turns" | "human">,
  store: Pick<Store, "unsent">,
  { upgrades, budgets }: Pick<Web, "upgrades" | "budgets">,
  room: Pick<Room, "free">,
): void {
  turns.watch(metrics.turn);
  metrics.look({
    sockets: upgrades.count,
    queue: async () => (await human.queue()).length,
    quarantine: async () => (await human.quarantine.tickets()).length,
    outbox: async () => (await store.unsent()).length,
    budgets: () => Object.fromEntries(resources.map((resource) => [resource, budgets.left(resource)])),
    memory: budgets.memory.held,
    room: () => room.free() ?? Number.NaN,
  });
}

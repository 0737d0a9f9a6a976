import type { App } from "./app.ts";
import { resources } from "./http/budgets/budgets.ts";
import type { FreeDisk } from "./http/budgets/free-disk.ts";
import type { HttpServer } from "./http/server.ts";
import type { Metrics } from "./runtime/metrics.ts";
import type { Store } from "./store/store.ts";

/** Connects the collectors of the desk's metrics. */
export function collectDeskMetrics(
  metrics: Metrics,
  { turns, human }: Pick<App, "turns" | "human">,
  store: Pick<Store, "unsent">,
  { upgrades, budgets }: Pick<HttpServer, "upgrades" | "budgets">,
  room: Pick<FreeDisk, "free">,
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

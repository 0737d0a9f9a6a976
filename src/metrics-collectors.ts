import type { App } from "./app.ts";
import { resources } from "./http/budgets/budgets.ts";
import type { FreeDisk } from "./http/budgets/free-disk.ts";
import type { HttpServer } from "./http/server.ts";
import type { Metrics } from "./runtime/metrics.ts";
import { StoreUnavailable } from "./store/errors.ts";
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

type Call = (...given: unknown[]) => unknown;

/** Wraps a store so that `failed` is called on each unavailable call. */
export function countStoreErrors(store: Store, failed: () => void): Store {
  const countFailure = (error: unknown): void => {
    if (error instanceof StoreUnavailable) failed();
  };
  const listen =
    (call: Call): Call =>
    (...given) => {
      const result = call.apply(store, given);
      if (result instanceof Promise) result.catch(countFailure);
      return result;
    };
  const calls = Object.entries(store).map(([name, value]) => [
    name,
    typeof value === "function" ? listen(value as Call) : value,
  ]);
  return Object.fromEntries(calls);
}

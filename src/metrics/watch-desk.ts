import type { Desk } from "../assemble.ts";
import type { Store } from "../store/port.ts";
import type { Web } from "../web/server.ts";
import type { Metrics } from "./metrics.ts";

/** Counts what a desk does from now on, and what waits in it whenever somebody asks. */
export function watchDesk(
  metrics: Metrics,
  { turns, human }: Pick<Desk, "turns" | "human">,
  store: Pick<Store, "unsent">,
  { upgrades }: Pick<Web, "upgrades">,
): void {
  turns.watch(metrics.turn);
  metrics.look({
    sockets: upgrades.count,
    queue: async () => (await human.queue()).length,
    quarantine: async () => (await human.quarantine.tickets()).length,
    outbox: async () => (await store.unsent()).length,
  });
}

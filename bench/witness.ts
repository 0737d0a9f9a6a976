/* Loaded before a server's own code with `node --import`: tells the bench what the process has used so far. */
import { answerOrders } from "./orders.ts";
import { profiler } from "./profiler.ts";

/** Processor time in milliseconds (all threads), and memory in bytes after a garbage collection. */
export interface Used {
  cpu: number;
  resident: number;
  heap: number;
}

function used(): Used {
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { cpu: (user + system) / 1000, resident: rss, heap: heapUsed + external };
}

answerOrders(
  {
    used,
    usedAfterCollection: () => {
      globalThis.gc?.();
      return used();
    },
    ...profiler(),
  },
  { stay: false },
);
process.once("disconnect", () => process.exit(1));

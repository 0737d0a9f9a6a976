import { performance } from "node:perf_hooks";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

const tickMs = 100;
const tooLateMs = 500;

/**
 * Reports when the event loop was blocked, and for how many milliseconds, at most once in `everyMs`. Returns
 * a function that stops it.
 */
export function monitorEventLoop(late: (milliseconds: number) => void, everyMs = 5000): () => void {
  let before = performance.now();
  let reportedAt = Number.NEGATIVE_INFINITY;
  const ticks = setInterval(() => {
    const at = performance.now();
    const blockedMs = Math.round(at - before - tickMs);
    before = at;
    if (blockedMs <= tooLateMs || at - reportedAt < everyMs) return;
    reportedAt = at;
    late(blockedMs);
  }, tickMs).unref();
  return () => clearInterval(ticks);
}

/** Values that are collected when the metrics are scraped. */
interface MetricSources {
  /** open sockets of widgets and consoles in this process */
  sockets(): number;
  /** tickets in the queue */
  queue(): Promise<number>;
  /** tickets in quarantine */
  quarantine(): Promise<number>;
  /** pending deliveries */
  outbox(): Promise<number>;
  /** share of each budget that strangers have left together */
  budgets(): Record<string, number>;
  /** bytes held for slow readers and incomplete requests */
  memory(): number;
  /** free bytes; NaN: unknown */
  room(): number;
}

/** Metrics of one process. */
export interface Metrics {
  turn(milliseconds: number): void;
  storeFailed(): void;
  /** Counts a refusal by a budget, and the level at which it is counted. */
  overBudget(resource: string, scope: string): void;
  /** Counts an event of the operators' log. */
  event(name: string): void;
  /** Adds the values that are collected on a scrape. */
  look(looks: MetricSources): void;
  /** Returns all metrics in the text format of Prometheus. */
  text(): Promise<{ type: string; text: string }>;
}

/** Makes the metrics, including those of Node (memory, CPU, event loop). */
export function makeMetrics(): Metrics {
  const register = new Registry();
  const registers = [register];
  collectDefaultMetrics({ register });
  const turns = new Histogram({
    name: "exit_desk_turn_seconds",
    help: "Duration of turns from start to commit or abandonment",
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const storeErrors = new Counter({
    name: "exit_desk_store_errors_total",
    help: "Store calls that failed because the store was unavailable",
    registers,
  });
  const events = new Counter({
    name: "exit_desk_events_total",
    help: "Log events by name",
    labelNames: ["event"],
    registers,
  });
  const overBudget = new Counter({
    name: "exit_desk_budget_refusals_total",
    help: "Requests refused by an exhausted budget, by budget and scope",
    labelNames: ["budget", "scope"],
    registers,
  });
  const gauge = (name: string, help: string, look: () => number | Promise<number>): void => {
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        try {
          this.set(await look());
        } catch {
          this.set(Number.NaN);
        }
      },
    });
  };
  return {
    turn: (milliseconds) => turns.observe(milliseconds / 1000),
    storeFailed: () => storeErrors.inc(),
    overBudget: (budget, scope) => overBudget.inc({ budget, scope }),
    event: (event) => events.inc({ event }),
    look: ({ sockets, queue, quarantine, outbox, budgets, memory, room }) => {
      gauge("exit_desk_open_sockets", "Open sockets of widgets and consoles", sockets);
      gauge("exit_desk_queue_tickets", "Tickets in the queue", queue);
      gauge("exit_desk_quarantine_tickets", "Tickets in quarantine", quarantine);
      gauge("exit_desk_outbox_waiting", "Pending deliveries", outbox);
      gauge("exit_desk_held_bytes", "Bytes held for slow readers and incomplete requests", memory);
      gauge("exit_desk_free_bytes", "Free bytes in the desk's storage", room);
      new Gauge({
        name: "exit_desk_budget_left_ratio",
        help: "Share of a budget that strangers have left together; negative when overdrawn",
        labelNames: ["budget"],
        registers,
        collect() {
          for (const [budget, left] of Object.entries(budgets())) this.set({ budget }, left);
        },
      });
    },
    text: async () => ({ type: register.contentType, text: await register.metrics() }),
  };
}

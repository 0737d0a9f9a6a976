import { performance } from "node:perf_hooks";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

const tickMs = 100;
const tooLateMs = 500;

/** Tells, at most once in `everyMs`, when the process was held up: for so many milliseconds nobody was served. Returns how to stop. */
export function monitorEventLoop(late: (milliseconds: number) => void, everyMs = 5000): () => void {
  let before = performance.now();
  let toldAt = Number.NEGATIVE_INFINITY;
  const ticks = setInterval(() => {
    const at = performance.now();
    const heldUp = Math.round(at - before - tickMs);
    before = at;
    if (heldUp <= tooLateMs || at - toldAt < everyMs) return;
    toldAt = at;
    late(heldUp);
  }, tickMs).unref();
  return () => clearInterval(ticks);
}

/** What is looked up when somebody asks for the metrics. */
interface Looks {
  /** sockets of widgets and consoles that are open in this process */
  sockets(): number;
  /** tickets that wait for somebody */
  queue(): Promise<number>;
  /** tickets outside the queue until somebody, or a proof of work, lets them in */
  quarantine(): Promise<number>;
  /** what waits to be sent */
  outbox(): Promise<number>;
  /** of what may be used up, the share that strangers have left together */
  budgets(): Record<string, number>;
  /** bytes that are held in memory for readers, and of what is being said */
  memory(): number;
  /** bytes; NaN where nobody can tell */
  room(): number;
}

/** The figures of one process of the desk. */
export interface Metrics {
  turn(milliseconds: number): void;
  storeFailed(): void;
  /** Somebody was refused because a budget was used up, where it is counted. */
  overBudget(resource: string, scope: string): void;
  /** Something was told to the operator's log, under this fixed name. */
  event(name: string): void;
  /** From now on these are looked up, too. */
  look(looks: Looks): void;
  /** All figures in the text format of Prometheus. */
  text(): Promise<{ type: string; text: string }>;
}

/** Makes the metrics, those of Node itself (memory, CPU, event loop) among them. */
export function makeMetrics(): Metrics {
  const register = new Registry();
  const registers = [register];
  collectDefaultMetrics({ register });
  const turns = new Histogram({
    name: "exit_desk_turn_seconds",
    help: "How long turns took, from when they were taken up until they were committed or given up",
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const storeErrors = new Counter({
    name: "exit_desk_store_errors_total",
    help: "Calls that the store could not carry out",
    registers,
  });
  const events = new Counter({
    name: "exit_desk_events_total",
    help: "What was told to the log, by the name of the event",
    labelNames: ["event"],
    registers,
  });
  const overBudget = new Counter({
    name: "exit_desk_budget_refusals_total",
    help: "What was refused because a budget was used up, by budget and where it is counted",
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
      gauge("exit_desk_queue_tickets", "Tickets that wait for somebody", queue);
      gauge("exit_desk_quarantine_tickets", "Tickets held back from the queue", quarantine);
      gauge("exit_desk_outbox_waiting", "What waits to be sent", outbox);
      gauge("exit_desk_held_bytes", "Bytes held for readers, and of what is being said", memory);
      gauge("exit_desk_free_bytes", "Free bytes where the desk stores what is said", room);
      new Gauge({
        name: "exit_desk_budget_left_ratio",
        help: "Share of a budget that strangers have left together; negative: they owe it",
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

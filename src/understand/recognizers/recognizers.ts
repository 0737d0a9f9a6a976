import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import { watchCpu } from "./cpu-watch.ts";
import type { Found, RecognizerKind, Recognizers } from "./kinds.ts";
import { workerProgram } from "./worker-program.ts";

const CPU_LIMIT_MS = 100;
const IDLE_MS = 10 * 60_000;
const mostRecent = 20;
/** Warms every recognizer of the suite before its time counts. */
const SAMPLE = "yes, the second one, $5 on 3 november or about three weeks ago, last tuesday";

type Reply = { id: number; thread: string | null } | { id: number; found: Found[] };

interface Asked {
  id: number;
  answer: (found: readonly Found[]) => void;
  stopWatch: () => void;
}

/**
 * The recognizers suite in a thread of its own, started at the first question, ended after ten minutes without one.
 * A text that costs more than 100 ms of CPU ends the thread and gives nothing; the next question starts a new one.
 */
export function startRecognizers(culture: string): Recognizers {
  const suite = createRequire(import.meta.url).resolve("@microsoft/recognizers-text-suite");
  let worker: Worker | undefined;
  let asked: Asked | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  let lastId = 0;
  let idle: NodeJS.Timeout | undefined;

  function settle(found: readonly Found[]): void {
    asked?.stopWatch();
    asked?.answer(found);
    asked = undefined;
    worker?.unref();
  }

  async function end(): Promise<void> {
    const ended = worker;
    worker = undefined;
    settle([]);
    await ended?.terminate();
  }

  function start(): Worker {
    const started = new Worker(workerProgram, { eval: true, workerData: { suite, culture, sample: SAMPLE } });
    const gone = (): void => {
      if (worker === started) void end();
    };
    started.on("error", gone).on("exit", gone);
    started.on("message", (reply: Reply) => {
      if (reply.id !== asked?.id) return;
      if ("found" in reply) settle(reply.found);
      else asked.stopWatch = watchCpu(reply.thread, CPU_LIMIT_MS, () => void end());
    });
    return started;
  }

  function ask(kind: RecognizerKind, text: string, now: Date): Promise<readonly Found[]> {
    return new Promise((answer) => {
      asked = { id: ++lastId, answer, stopWatch: () => {} };
      worker ??= start();
      worker.ref();
      worker.postMessage({ id: lastId, kind, text, now: now.getTime() });
      clearTimeout(idle);
      idle = setTimeout(() => void end(), IDLE_MS).unref();
    });
  }

  /** What was asked last is not worked out again: a turn asks for the same moment as an answer and as a slot. */
  const recent = new Map<string, Promise<readonly Found[]>>();
  return {
    recognize(kind, text, now) {
      const key = `${kind} ${now.getTime()} ${text}`;
      const known = recent.get(key);
      if (known !== undefined) return known;
      const found = turn.then(() => ask(kind, text, now));
      turn = found;
      recent.set(key, found);
      const [oldest] = recent.keys();
      if (recent.size > mostRecent && oldest !== undefined) recent.delete(oldest);
      return found;
    },
    async close() {
      clearTimeout(idle);
      await end();
    },
  };
}

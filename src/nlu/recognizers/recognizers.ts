import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";

/** What the recognizers suite can be asked for. */
type RecognizerKind = "yes-no" | "number" | "ordinal" | "moment" | "money";

/** Something the suite found: the words as they stand, and what they resolve to. */
export interface Found {
  text: string;
  typeName: string;
  resolution: { value?: unknown; values?: unknown; unit?: unknown } | null;
}

/** Asks the suite about a text. Gives nothing when the text costs too much. */
export interface Recognizers {
  recognize(kind: RecognizerKind, text: string, now: Date): Promise<readonly Found[]>;
  close(): Promise<void>;
}

/**
 * Calls back once a thread has used `limitMs` of CPU from now on. Where CPU is not told (only Linux does) the clock
 * counts. `thread` is what /proc/thread-self points at, or null. Returns how to stop.
 */
function watchCpu(thread: string | null, limitMs: number, over: () => void): () => void {
  const used = threadClock(thread);
  const since = used();
  let timer: NodeJS.Timeout;
  function look(): void {
    const left = limitMs - (used() - since);
    if (left <= 0) over();
    else timer = setTimeout(look, Math.max(5, left));
  }
  look();
  return () => clearTimeout(timer);
}

function threadClock(thread: string | null): () => number {
  const file = `/proc/${thread}/schedstat`;
  if (thread === null || Number.isNaN(nanoseconds(file))) return () => performance.now();
  return () => nanoseconds(file) / 1e6;
}

function nanoseconds(file: string): number {
  try {
    return Number.parseInt(readFileSync(file, "utf8"), 10);
  } catch {
    return Number.NaN;
  }
}

/**
 * What the recognizers' thread runs. It is handed over as text because Node 20 cannot start a thread from TypeScript,
 * and because a bundle would have no file to point at. `workerData` holds the path of the suite and the culture.
 */
const workerProgram = `
const { parentPort, workerData } = require("node:worker_threads");
const { readlinkSync } = require("node:fs");
const fromSuite = require("node:module").createRequire(workerData.suite);
const part = (name) => fromSuite("@microsoft/recognizers-text-" + name);
const { culture } = workerData;
const recognizers = {
  "yes-no": () => (text) => part("choice").recognizeBoolean(text, culture),
  number: () => (text) => part("number").recognizeNumber(text, culture),
  ordinal: () => (text) => part("number").recognizeOrdinal(text, culture),
  moment: () => (text, now) => part("date-time").recognizeDateTime(text, culture, undefined, now),
  money: () => (text) => part("number-with-unit").recognizeCurrency(text, culture),
};
const warm = new Map();
function recognizer(kind) {
  if (!warm.has(kind)) {
    const recognize = recognizers[kind]();
    recognize(workerData.sample, new Date());
    warm.set(kind, recognize);
  }
  return warm.get(kind);
}
let thread = null;
try { thread = readlinkSync("/proc/thread-self"); } catch {}
parentPort.on("message", ({ id, kind, text, now }) => {
  const recognize = recognizer(kind);
  parentPort.postMessage({ id, thread });
  const found = recognize(text, new Date(now));
  parentPort.postMessage({
    id,
    found: found.map(({ text, typeName, resolution }) => ({ text, typeName, resolution: resolution ?? null })),
  });
});
`;

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

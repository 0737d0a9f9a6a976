import { readFileSync } from "node:fs";

/**
 * Calls back once a thread has used `limitMs` of CPU from now on. Where CPU is not told (only Linux does) the clock
 * counts. `thread` is what /proc/thread-self points at, or null. Returns how to stop.
 */
export function watchCpu(thread: string | null, limitMs: number, over: () => void): () => void {
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

import { performance } from "node:perf_hooks";

const tickMs = 100;
const tooLateMs = 500;

/** Tells, at most once in `everyMs`, when the process was held up: for so many milliseconds nobody was served. Returns how to stop. */
export function watchLag(late: (milliseconds: number) => void, everyMs = 5000): () => void {
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

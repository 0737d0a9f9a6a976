import { monitorEventLoopDelay } from "node:perf_hooks";

const tooLateMs = 500;

/** Tells, at most once in `everyMs`, when the process was held up: for so many milliseconds nobody was served. Returns how to stop. */
export function watchLag(late: (milliseconds: number) => void, everyMs = 5000): () => void {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  const rounds = setInterval(() => {
    const longest = Math.round(delay.max / 1e6);
    delay.reset();
    if (longest > tooLateMs) late(longest);
  }, everyMs).unref();
  return () => {
    clearInterval(rounds);
    delay.disable();
  };
}

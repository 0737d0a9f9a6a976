import type { Limits } from "./limits.ts";

/** Counts the frames of one socket: tells of each whether it is one too many between two pings. */
export function frameCount({
  pingEveryMs,
  framesPerPing,
}: Pick<Limits, "pingEveryMs" | "framesPerPing">): () => boolean {
  let frames = 0;
  let since = performance.now();
  return () => {
    const now = performance.now();
    if (now - since > pingEveryMs) [frames, since] = [0, now];
    frames += 1;
    return frames > framesPerPing;
  };
}

import { readFileSync } from "node:fs";

/** What a process has in memory (RSS), in MB; null where the system does not tell it as Linux does. */
export function residentMb(pid: number): number | null {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) / 1024;
  } catch {
    return null;
  }
}

/** A look at something that changes. */
export interface Sample {
  minute: number;
  value: number;
}

/** How much a value grows a minute, by least squares; 0 for fewer than two looks. */
export function slopeOf(samples: readonly Sample[]): number {
  const mean = (of: (sample: Sample) => number): number =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length;
  const minute = mean((sample) => sample.minute);
  const value = mean((sample) => sample.value);
  const spread = samples.reduce((sum, sample) => sum + (sample.minute - minute) ** 2, 0);
  const shared = samples.reduce((sum, sample) => sum + (sample.minute - minute) * (sample.value - value), 0);
  return spread > 0 ? shared / spread : 0;
}

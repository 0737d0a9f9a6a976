import type { Store } from "../../store/store.ts";
import type { Room as Figures } from "../limits.ts";

/** Level of free space: enough, too little for new conversations, or too little even for recent ones. */
export type FreeDiskState = "enough" | "little" | "hardly any";

/** Monitors the free space of the store. */
export interface FreeDisk {
  state(): FreeDiskState;
  /** free bytes; null: unknown */
  free(): number | null;
  /**
   * Returns whether a write is allowed. Known people and conversations older than the shortage always may.
   */
  allows(what: "open" | "speak", by: { began: number | null; known: boolean }): boolean;
  /** Checks the free space now. */
  check(): Promise<void>;
  close(): void;
}

const everyMs = 5000;
/** factor above the threshold at which space counts as free again */
const recoveryFactor = 1.05;

/** Compares with hysteresis: a value below the threshold stays below until it is well above. */
const isBelow = (free: number, threshold: number, was: boolean): boolean =>
  free < (was ? threshold * recoveryFactor : threshold);

/** Returns the next state. Pure. */
export function freeDiskState(
  { free, size }: { free: number; size: number },
  { newBelow, youngBelow, mostOfDisk }: Pick<Figures, "newBelow" | "youngBelow" | "mostOfDisk">,
  before: FreeDiskState,
): FreeDiskState {
  const most = mostOfDisk * size;
  if (isBelow(free, Math.min(youngBelow, most / 2), before === "hardly any")) return "hardly any";
  return isBelow(free, Math.min(newBelow, most), before !== "enough") ? "little" : "enough";
}

/** Polls the free space every few seconds, and calls `changed` on each change of state. */
export function watchFreeDisk(
  space: Store["space"],
  figures: Figures,
  now: () => number,
  changed: (state: FreeDiskState, free: number) => void,
): FreeDisk {
  let state: FreeDiskState = "enough";
  let free: number | null = null;
  let since = Number.POSITIVE_INFINITY;
  const { databaseBytes } = figures;
  const spaceOf = (found: Awaited<ReturnType<Store["space"]>>): { free: number; size: number } | null => {
    if ("free" in found) return found;
    return databaseBytes === null
      ? null
      : { free: Math.max(0, databaseBytes - found.used), size: databaseBytes };
  };
  const check = async (): Promise<void> => {
    // a store that does not respond is reported elsewhere; the last state stays
    const found = await space().catch(() => null);
    const there = found === null ? null : spaceOf(found);
    if (there === null) return;
    free = there.free;
    const next = freeDiskState(there, figures, state);
    if (next === state) return;
    if (state === "enough") since = now();
    state = next;
    changed(state, free);
  };
  const timer = setInterval(() => void check(), everyMs).unref();
  return {
    state: () => state,
    free: () => free,
    allows: (what, { began, known }) => {
      if (state === "enough" || known) return true;
      if (began !== null && began < since) return true;
      return state === "little" && what === "speak";
    },
    check,
    close: () => clearInterval(timer),
  };
}

import type { Store } from "../../store/store.ts";
import type { Room as Figures } from "../rate-limits.ts";

/** How much room there is: enough, too little for new conversations, or too little for those that have just begun. */
export type FreeDiskState = "enough" | "little" | "hardly any";

/** Whether there is room for what people write. */
export interface FreeDisk {
  state(): FreeDiskState;
  /** bytes; null: nobody can tell */
  free(): number | null;
  /** Tells whether somebody may begin or go on; those who began before the room was little, and those who are known, always may. */
  allows(what: "open" | "speak", by: { began: number | null; known: boolean }): boolean;
  /** Looks now. */
  look(): Promise<void>;
  close(): void;
}

const everyMs = 5000;
/** there is room again once there is so much more than what was too little */
const again = 1.05;

/** What is below a threshold stays so until it is well above it. */
const isBelow = (free: number, threshold: number, was: boolean): boolean =>
  free < (was ? threshold * again : threshold);

/** What the next state is, from the one before. Pure. */
export function freeDiskState(
  { free, size }: { free: number; size: number },
  { newBelow, youngBelow, mostOfDisk }: Pick<Figures, "newBelow" | "youngBelow" | "mostOfDisk">,
  before: FreeDiskState,
): FreeDiskState {
  const most = mostOfDisk * size;
  if (isBelow(free, Math.min(youngBelow, most / 2), before === "hardly any")) return "hardly any";
  return isBelow(free, Math.min(newBelow, most), before !== "enough") ? "little" : "enough";
}

/** Looks every few seconds how much room there is, and tells each time that this changes what is taken. */
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
  const look = async (): Promise<void> => {
    // a store that does not answer is told of elsewhere, and what was found last holds
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
  const rounds = setInterval(() => void look(), everyMs).unref();
  return {
    state: () => state,
    free: () => free,
    allows: (what, { began, known }) => {
      if (state === "enough" || known) return true;
      if (began !== null && began < since) return true;
      return state === "little" && what === "speak";
    },
    look,
    close: () => clearInterval(rounds),
  };
}

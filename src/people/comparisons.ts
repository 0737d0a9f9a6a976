import { FairQueue, type Standing } from "./fair-queue.ts";

/** Who wants a password compared: somebody who is known here, by an account, or somebody of a network. */
export type Comparer = { account: string } | Standing;

/** Lets so many passwords be compared at once as the machine bears. */
export interface Comparisons {
  /** Does the work in turn; null when there was no room to wait for it, or it would have taken too long. */
  run<T>(by: Comparer, work: () => Promise<T>): Promise<T | null>;
}

/** How much is compared: each password takes 32 MB and a fifth of a second of another thread. */
export interface ComparisonLimits {
  atOnce: number;
  /** of these for people who are not known; the rest is kept for those who are */
  strangersAtOnce: number;
  /** of strangers, and as many of those who are known */
  waiting: number;
  patienceMs: number;
}

const usual: ComparisonLimits = { atOnce: 4, strangersAtOnce: 2, waiting: 64, patienceMs: 8000 };

type Start = (free: boolean) => void;

/** Makes the line for comparisons. Whoever is known goes first and has threads that nobody else gets; strangers take turns by network. */
export function makeComparisons({
  atOnce,
  strangersAtOnce,
  waiting,
  patienceMs,
}: ComparisonLimits = usual): Comparisons {
  const known = new FairQueue<Start>(waiting);
  const strangers = new FairQueue<Start>(waiting);
  let comparing = 0;
  let comparingStrangers = 0;

  const goOn = (): void => {
    while (comparing < atOnce) {
      const next = known.next() ?? (comparingStrangers < strangersAtOnce ? strangers.next() : undefined);
      if (next === undefined) return;
      next(true);
    }
  };
  return {
    run: async (by, work) => {
      const isKnown = "account" in by;
      const queue = isKnown ? known : strangers;
      const standing = isKnown ? { wide: by.account, network: by.account } : by;
      const mayStart = await new Promise<boolean>((resolve) => {
        const start: Start = (free) => {
          clearTimeout(late);
          if (free) {
            comparing += 1;
            if (!isKnown) comparingStrangers += 1;
          }
          resolve(free);
        };
        const late = setTimeout(() => {
          queue.remove(start);
          resolve(false);
        }, patienceMs).unref();
        queue.push(standing, start)?.(false);
        goOn();
      });
      if (!mayStart) return null;
      try {
        return await work();
      } finally {
        comparing -= 1;
        if (!isKnown) comparingStrangers -= 1;
        goOn();
      }
    },
  };
}

import { z } from "zod";
import type { Store } from "../store/port.ts";
import { type BucketOptions, type Buckets, makeBuckets } from "./buckets.ts";
import type { Rate } from "./limits.ts";

/** How a process hands something fleeting to the others of the desk, and hears from them. */
export type Sharing = Pick<Store, "pass" | "hear">;

/** All buckets of the desk, by name. */
export interface Counts {
  /** The reserve of a key is each process's own. */
  buckets(name: string, rate: Rate, options?: BucketOptions): Buckets;
  /** Shares no more. */
  close(): void;
}

const topic = "counts";
const everyMs = 1000;
/** so many keys of the longest kind fit into one call to the other processes */
const keysAtOnce = 50;

const Taken = z.object({
  name: z.string(),
  taken: z.array(z.tuple([z.string(), z.number().int().positive()])),
});

/** Tells the others every second who takes much and how much it was, and hears the same of them. Returns how to stop. */
function share(all: ReadonlyMap<string, Buckets>, sharing: Sharing): () => void {
  const tell = (): void => {
    for (const [name, buckets] of all) {
      const untold = buckets.untold();
      for (let from = 0; from < untold.length; from += keysAtOnce)
        sharing.pass(topic, { name, taken: untold.slice(from, from + keysAtOnce) });
    }
  };
  const rounds = setInterval(tell, everyMs).unref();
  const stopHearing = sharing.hear(topic, (what) => {
    const heard = Taken.safeParse(what);
    if (!heard.success) return;
    for (const [key, taken] of heard.data.taken) all.get(heard.data.name)?.tookElsewhere(key, taken);
  });
  return () => {
    clearInterval(rounds);
    stopHearing();
  };
}

/** Counts in this process, so that no call waits for another one or a database. `sharing` null: there are no others. */
export function makeCounts(now: () => number, sharing: Sharing | null): Counts {
  const all = new Map<string, Buckets>();
  const stop = sharing === null ? () => undefined : share(all, sharing);
  return {
    buckets: (name, rate, options = {}) => {
      const buckets = makeBuckets(rate, now, options);
      all.set(name, buckets);
      return buckets;
    },
    close: stop,
  };
}

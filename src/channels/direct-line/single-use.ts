import { createHash } from "node:crypto";
import { z } from "zod";
import type { Store } from "../../store/port.ts";
import { StateConflict } from "../../store/store-errors.ts";

/** Says once of each name, over all processes and restarts, that it is used now; true the first time. */
export type SingleUse = (name: string, untilSeconds: number) => Promise<boolean>;

const Page = z.object({ hour: z.number(), used: z.array(z.string()) });

/** A page takes the names of one hour, and of another hour when that is over: so many hours are kept. */
const pages = 50;

/** The longest time ahead, in seconds, that a name can be kept for. */
export const longestAhead = (pages - 2) * 3600;

/** Keeps in the store which names were used, as hashes, each until its time is over. */
export const makeSingleUse = (store: Pick<Store, "readState" | "writeState">): SingleUse =>
  async function first(name, untilSeconds): Promise<boolean> {
    const hash = createHash("sha256").update(name).digest("base64url").slice(0, 22);
    const hour = Math.floor(untilSeconds / 3600);
    const key = `desk/single-use/${hour % pages}/${hash[0]}`;
    const kept = (await store.readState([key])).get(key);
    const page = kept === undefined ? null : Page.parse(kept.value);
    const used = page?.hour === hour ? page.used : [];
    if (used.includes(hash)) return false;
    try {
      await store.writeState([{ key, value: { hour, used: [...used, hash] }, eTag: kept?.eTag ?? null }]);
      return true;
    } catch (error) {
      if (error instanceof StateConflict) return first(name, untilSeconds);
      throw error;
    }
  };

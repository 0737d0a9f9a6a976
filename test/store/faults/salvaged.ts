import { salvageStore } from "../../../src/store/salvage/salvage-store.ts";
import { keptLog } from "../kept-log.ts";
import { noon } from "../material.ts";
import { openIn } from "./stores.ts";

export const salvage = (from: string, to: string) =>
  salvageStore(from, to, { now: () => new Date(noon), log: keptLog() });

/** What was said in a conversation after the first 134 entries. */
export async function textsIn(folder: string, id: string): Promise<(string | undefined)[]> {
  const store = await openIn(folder);
  const entries = await store.readLog(id, { after: 134, limit: 100 });
  await store.close();
  return entries.map(({ activity }) => activity.text);
}

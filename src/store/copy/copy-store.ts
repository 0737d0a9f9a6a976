import type { PortableStore } from "./piece.ts";
import { type Summary, Summing } from "./summary.ts";

/** What was copied, and what the copy then holds. */
export interface Copied {
  from: Summary;
  to: Summary;
  /** the counts and the hashes agree */
  equal: boolean;
}

/** Puts every piece of one store into another, and then reads both. Cut off and begun again, it goes on where it was. */
export async function copyStore(from: PortableStore, to: PortableStore): Promise<Copied> {
  const given = new Summing();
  for await (const piece of from.pieces()) {
    await to.put(piece);
    given.add(piece);
  }
  const found = new Summing();
  for await (const piece of to.pieces()) found.add(piece);
  const equal = JSON.stringify(given.summary) === JSON.stringify(found.summary);
  return { from: given.summary, to: found.summary, equal };
}

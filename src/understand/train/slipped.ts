import type { Example } from "./examples.ts";
import { withSlips } from "./slips.ts";

/** An example, or one made of it; `source` is the place of the original in the list. */
export interface Sourced extends Example {
  source: number;
}

/** The examples, and after them each with one slip of the fingers, so that slips that no speller puts right are known. */
export function withSlipped(examples: readonly Example[], random: () => number): Sourced[] {
  const originals = examples.map((example, source) => ({ ...example, source }));
  const slipped = originals.map((one) => ({ ...one, text: withSlips(one.text, 1, random) }));
  return [...originals, ...slipped];
}

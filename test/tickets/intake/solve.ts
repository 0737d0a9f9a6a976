import { createHash } from "node:crypto";
import type { Challenge, Proof } from "../../../src/tickets/intake/proof-of-work.ts";

const zeros = (text: string): number =>
  Math.clz32(createHash("sha256").update(text).digest().readUInt32BE(0));

/** Solves a challenge the plain way, with Node's own SHA-256. */
export function solve({ challenge, puzzles, bits }: Challenge): Proof {
  const nonces = Array.from({ length: puzzles }, (_, puzzle) => {
    let nonce = 0;
    while (zeros(`${challenge}:${puzzle}:${nonce}`) < bits) nonce += 1;
    return nonce;
  });
  return { challenge, nonces };
}

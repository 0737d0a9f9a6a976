import { createHash } from "node:crypto";
import type { Piece } from "./piece.ts";

/** How many pieces of each kind, how many entries, and a hash of all of them whatever their order. */
export interface Summary {
  counts: Record<Piece["kind"] | "entries", number>;
  hash: string;
}

const modulus = 1n << 256n;

/** Adds up pieces. Keys of deliveries count for nothing: each store forgets them in its own time. */
export class Summing {
  readonly #counts: Summary["counts"] = {
    state: 0,
    ticket: 0,
    talk: 0,
    entries: 0,
    parked: 0,
    unsent: 0,
    trouble: 0,
  };
  #sum = 0n;

  add(piece: Piece): void {
    this.#counts[piece.kind] += 1;
    if (piece.kind === "talk") this.#counts.entries += piece.entries.length;
    const hash = createHash("sha256")
      .update(JSON.stringify(sorted(piece)))
      .digest("hex");
    this.#sum = (this.#sum + BigInt(`0x${hash}`)) % modulus;
  }

  get summary(): Summary {
    return { counts: { ...this.#counts }, hash: this.#sum.toString(16).padStart(64, "0") };
  }
}

/** What has no order of its own, in one order. */
function sorted(piece: Piece): Piece {
  if (piece.kind !== "talk") return piece;
  return {
    ...piece,
    keys: [],
    states: piece.states.toSorted(([one], [other]) => (one < other ? -1 : 1)),
    elsewhere: piece.elsewhere.toSorted(),
  };
}

import type { PackedNetwork } from "../topics/network.ts";
import type { Network } from "./network.ts";

/** A network with its largest matrix in 8 bits, each hidden unit at a scale of its own. */
export function packNetwork({ sparse, hiddenBias, ...rest }: Network): PackedNetwork {
  const H = hiddenBias.length;
  const largest = new Float32Array(H);
  sparse.forEach((weight, at) => {
    largest[at % H] = Math.max(largest[at % H] ?? 0, Math.abs(weight));
  });
  return {
    ...rest,
    hiddenBias,
    sparse: Int8Array.from(sparse, (weight, at) => Math.round((weight / (largest[at % H] || 1)) * 127)),
    sparseScales: largest.map((value) => value / 127),
  };
}

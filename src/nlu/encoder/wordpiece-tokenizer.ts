import type { EncoderWeights } from "./wasm-matmul.ts";

/** Cuts a text into the pieces of words that the encoder knows, by number. */
export type Tokenize = (text: string) => number[];

const UNKNOWN = 0;
const UNKNOWN_COST = 20;
const LONGEST_PIECE = 16;
const REMEMBERED = 5_000;

/**
 * Makes a cutter into the likeliest pieces (SentencePiece, unigram model). No piece reaches over a space, so that words
 * are cut one by one and remembered.
 */
export function wordpieceTokenizer({
  pieces,
  pieceScores,
}: Pick<EncoderWeights, "pieces" | "pieceScores">): Tokenize {
  const ids = new Map(pieces.map((piece, id) => [piece, id]));
  const cut = new Map<string, number[]>();
  return (text) =>
    text.split(" ").flatMap((word) => {
      const before = cut.get(word);
      if (before !== undefined) return before;
      if (cut.size > REMEMBERED) cut.clear();
      const fresh = cutWord(word, ids, pieceScores);
      cut.set(word, fresh);
      return fresh;
    });
}

/** Neighbouring unknown signs become one. */
function cutWord(word: string, ids: ReadonlyMap<string, number>, scores: Float32Array): number[] {
  const marked = [...`▁${word}`];
  const best = new Float64Array(marked.length + 1).fill(Number.NEGATIVE_INFINITY);
  const from = new Int32Array(marked.length + 1);
  const piece = new Int32Array(marked.length + 1);
  best[0] = 0;
  for (let start = 0; start < marked.length; start++) {
    const reached = best[start] ?? 0;
    let written = "";
    for (let end = start + 1; end <= Math.min(marked.length, start + LONGEST_PIECE); end++) {
      written += marked[end - 1];
      const known = ids.get(written);
      if (known === undefined && end > start + 1) continue;
      const score = reached + (known === undefined ? -UNKNOWN_COST : (scores[known] ?? 0));
      if (score <= (best[end] ?? 0)) continue;
      best[end] = score;
      from[end] = start;
      piece[end] = known ?? UNKNOWN;
    }
  }
  const found: number[] = [];
  for (let end = marked.length; end > 0; end = from[end] ?? 0) found.push(piece[end] ?? UNKNOWN);
  return found.reverse().filter((id, index) => id !== UNKNOWN || found[index - 1] !== UNKNOWN);
}

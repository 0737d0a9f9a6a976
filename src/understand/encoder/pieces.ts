/** The pieces of words that the encoder knows, by number, each with its log probability. */
export interface Vocabulary {
  ids: ReadonlyMap<string, number>;
  scores: Float32Array;
}

export function pieceVocabulary({
  pieces,
  pieceScores,
}: {
  pieces: readonly string[];
  pieceScores: Float32Array;
}): Vocabulary {
  return { ids: new Map(pieces.map((piece, id) => [piece, id])), scores: pieceScores };
}

const UNKNOWN = 0;
const UNKNOWN_COST = 20;
const LONGEST_PIECE = 16;

/** Cuts a text into its likeliest pieces (SentencePiece, unigram model). Neighbouring unknown signs become one. */
export function intoPieces(text: string, { ids, scores }: Vocabulary): number[] {
  const marked = [...`▁${text.replaceAll(" ", "▁")}`];
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
  const cut: number[] = [];
  for (let end = marked.length; end > 0; end = from[end] ?? 0) cut.push(piece[end] ?? UNKNOWN);
  return cut.reverse().filter((id, index) => id !== UNKNOWN || cut[index - 1] !== UNKNOWN);
}

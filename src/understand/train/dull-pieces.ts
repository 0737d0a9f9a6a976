import type { IntoPieces } from "../encoder/pieces.ts";

const LEAST_TEXTS = 12;
/** Information about the topic, in nats, below which a piece is dull. */
const DULL = 0.5;

/** The pieces that say least about the topic of a text, such as "the": in long texts the encoder leaves them out. */
export function dullPieces(
  texts: readonly { sentence: string; topic: string }[],
  intoPieces: IntoPieces,
): Uint32Array {
  const topics = new Map<string, number>();
  const spread = new Map<number, Map<string, number>>();
  for (const { sentence, topic } of texts) {
    topics.set(topic, (topics.get(topic) ?? 0) + 1);
    for (const piece of new Set(intoPieces(sentence))) {
      const over = spread.get(piece) ?? new Map<string, number>();
      spread.set(piece, over.set(topic, (over.get(topic) ?? 0) + 1));
    }
  }
  const dull = [...spread].filter(([, over]) => {
    const count = [...over.values()].reduce((sum, n) => sum + n, 0);
    const told = [...over].reduce((sum, [topic, n]) => {
      const share = n / count;
      return sum + share * Math.log(share / ((topics.get(topic) ?? 1) / texts.length));
    }, 0);
    return count >= LEAST_TEXTS && told < DULL;
  });
  return Uint32Array.from(dull, ([piece]) => piece).sort();
}

import { type Features, featureGroups } from "./features.ts";

/** A sparse vector: `values[i]` stands at `indexes[i]`. */
export interface Sparse {
  indexes: number[];
  values: number[];
}

/** Where features stand in a vector and what each is worth (inverse document frequency). */
export interface FeatureTable {
  places: ReadonlyMap<number, number>;
  worth: Float32Array;
}

/** What a group of features counts for beside the others. */
const groupWeights = { words: 1, letters: 0.7, concepts: 1 } as const;

/** Weighs known features by how often they stand in the text and how rare they are; each group has its own length. */
export function sparseVector(features: Features, { places, worth }: FeatureTable): Sparse {
  const vector: Sparse = { indexes: [], values: [] };
  for (const group of featureGroups) {
    const counts = new Map<number, number>();
    for (const feature of features[group]) {
      const place = places.get(featureKey(group, feature));
      if (place !== undefined) counts.set(place, (counts.get(place) ?? 0) + 1);
    }
    const weighed = [...counts].map(([place, count]) => (1 + Math.log(count)) * (worth[place] ?? 0));
    const length = Math.sqrt(weighed.reduce((sum, value) => sum + value * value, 0)) || 1;
    vector.indexes.push(...counts.keys());
    vector.values.push(...weighed.map((value) => (value / length) * groupWeights[group]));
  }
  return vector;
}

/** 32 bits that stand for a feature (FNV-1a over UTF-16). */
export function featureKey(group: string, feature: string): number {
  let hash = 0x811c9dc5;
  for (const part of [group, "\n", feature]) {
    for (let i = 0; i < part.length; i++) hash = Math.imul(hash ^ part.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}

import type { Tagged } from "./records.ts";

/** Keeps records as they were parsed, each until its tag changes; what it gives is shared and must not be changed. */
export class ParsedCache<T> {
  readonly #kept = new Map<string, { value: T; eTag: string }>();

  /** `most` is how many records stay in memory, those that were asked for last. */
  constructor(
    private readonly parse: (value: Record<string, unknown>) => T,
    private readonly most: number,
  ) {}

  /** Returns the parsed record; it is parsed once for each tag. */
  get(key: string, stored: Tagged): T {
    const kept = this.#kept.get(key);
    return this.note(key, kept?.eTag === stored.eTag ? kept.value : this.parse(stored.value), stored.eTag);
  }

  /** Notes what was just written, so that it is not parsed again. */
  note(key: string, value: T, eTag: string): T {
    this.#kept.delete(key);
    this.#kept.set(key, { value, eTag });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > this.most && oldest !== undefined) this.#kept.delete(oldest);
    return value;
  }
}

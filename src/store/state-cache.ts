import type { Store, Tagged } from "./store.ts";

/** A value that is made of its text when it is asked for: whoever only wants the tag pays for nothing. */
export class StoredState implements Tagged {
  readonly #text: string;

  constructor(
    text: string,
    readonly eTag: string,
  ) {
    this.#text = text;
  }

  get value(): Record<string, unknown> {
    return JSON.parse(this.#text);
  }
}

/** A state as it was parsed, with its tag. */
interface CachedDocument<T> {
  value: T;
  eTag: string;
}

/**
 * Keeps states as they were parsed, each until its tag changes. A look asks the store for the tag alone, so it is never
 * behind what was written before it, in whichever process; what it gives is shared and must not be changed.
 */
export class StateCache<T> {
  readonly #kept = new Map<string, CachedDocument<T>>();
  /** reads under way, by the tag that was seen before they began */
  readonly #reads = new Map<string, { seen: string; read: Promise<CachedDocument<T> | null> }>();

  /** `most` is how many values stay in memory, those that were asked for last. */
  constructor(
    private readonly store: Pick<Store, "readState" | "stateTags">,
    private readonly parse: (value: Record<string, unknown>) => T,
    private readonly most: number,
  ) {}

  /** The state as it is now; null when there is none. */
  async look(key: string): Promise<CachedDocument<T> | null> {
    const seen = (await this.store.stateTags([key])).get(key);
    if (seen === undefined) {
      this.#kept.delete(key);
      return null;
    }
    const kept = this.#kept.get(key);
    return kept?.eTag === seen ? this.#keep(key, kept) : this.#read(key, seen);
  }

  /** Notes what was just written, so that it is not read again. */
  note(key: string, value: T, eTag: string): void {
    this.#keep(key, { value, eTag });
  }

  /** Many who see the same new tag share one read: it began after that tag was there. */
  #read(key: string, seen: string): Promise<CachedDocument<T> | null> {
    const under = this.#reads.get(key);
    if (under?.seen === seen) return under.read;
    const read = this.#readNow(key).finally(() => {
      if (this.#reads.get(key)?.read === read) this.#reads.delete(key);
    });
    this.#reads.set(key, { seen, read });
    return read;
  }

  async #readNow(key: string): Promise<CachedDocument<T> | null> {
    const stored = (await this.store.readState([key])).get(key);
    if (stored === undefined) return null;
    return this.#keep(key, { value: this.parse(stored.value), eTag: stored.eTag });
  }

  #keep(key: string, cached: CachedDocument<T>): CachedDocument<T> {
    this.#kept.delete(key);
    this.#kept.set(key, cached);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > this.most && oldest !== undefined) this.#kept.delete(oldest);
    return cached;
  }
}

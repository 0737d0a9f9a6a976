/** Keeps the newest values by their keys, at most so many: what is made of one message is asked for several times. */
export class Newest<Value> {
  readonly #most: number;
  readonly #kept = new Map<string, Value>();

  constructor(most: number) {
    this.#most = most;
  }

  /** The value that is kept for a key, or else a new one. */
  of(key: string, make: () => Value): Value {
    const before = this.#kept.get(key);
    if (before !== undefined) return before;
    const made = make();
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined && this.#kept.size >= this.#most) this.#kept.delete(oldest);
    this.#kept.set(key, made);
    return made;
  }
}

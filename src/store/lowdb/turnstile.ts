/** Lets one piece of work at a time have each name; others wait in the order they came. */
export class Turnstile {
  /** who waits for each name that somebody has */
  readonly #waiting = new Map<string, (() => void)[]>();

  /** Runs `work` while nobody else has any of `names`. Names are taken in sorted order, so nobody waits in a circle. */
  async pass<T>(names: readonly string[], work: () => Promise<T>): Promise<T> {
    const wanted = names.length === 1 ? names : [...new Set(names)].sort();
    for (const name of wanted) {
      const turn = this.#enter(name);
      if (turn !== undefined) await turn;
    }
    try {
      return await work();
    } finally {
      for (const name of wanted) this.#leave(name);
    }
  }

  /** Nothing when the name is free, so that the usual case waits for nothing. */
  #enter(name: string): Promise<void> | undefined {
    const waiting = this.#waiting.get(name);
    if (waiting === undefined) {
      this.#waiting.set(name, []);
      return undefined;
    }
    return new Promise((resolve) => waiting.push(resolve));
  }

  #leave(name: string): void {
    const next = this.#waiting.get(name)?.shift();
    if (next === undefined) this.#waiting.delete(name);
    else next();
  }
}

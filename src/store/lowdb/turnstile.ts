/** Lets one piece of work at a time have each name; others wait in the order they came. */
export class Turnstile {
  #last = new Map<string, Promise<void>>();

  /** Runs `work` while nobody else has any of `names`. Names are taken in sorted order, so nobody waits in a circle. */
  async pass<T>(names: readonly string[], work: () => Promise<T>): Promise<T> {
    const leave: (() => void)[] = [];
    for (const name of [...new Set(names)].sort()) leave.push(await this.#enter(name));
    try {
      return await work();
    } finally {
      for (const go of leave) go();
    }
  }

  async #enter(name: string): Promise<() => void> {
    const before = this.#last.get(name);
    const { promise, resolve } = openGate();
    this.#last.set(name, promise);
    if (before !== undefined) await before;
    return () => {
      if (this.#last.get(name) === promise) this.#last.delete(name);
      resolve();
    };
  }
}

function openGate(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

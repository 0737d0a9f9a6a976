/**
 * Divides the CPU time of the process among what runs in it side by side: while n run, each is charged an n-th, so that
 * together they are charged what the process took. `used`: CPU time of the process so far.
 */
export class CpuShare {
  #running = 0;
  #at = 0;
  /** what somebody who ran all the time was charged */
  #each = 0;

  constructor(private readonly used: () => number) {}

  /** Begins a share. What it gives ends it, once, and tells what it was charged. */
  begin(): () => number {
    this.#account();
    this.#running += 1;
    const before = this.#each;
    return () => {
      this.#account();
      this.#running -= 1;
      return this.#each - before;
    };
  }

  #account(): void {
    const now = this.used();
    if (this.#running > 0) this.#each += (now - this.#at) / this.#running;
    this.#at = now;
  }
}

/** a look at the clock of the process costs microseconds itself */
const lookEveryMs = 2;

/** Makes a clock of the CPU time of all threads of this process, in milliseconds, that is at most 2 ms behind. */
export function processCpuClock(): () => number {
  let lookedAt = Number.NEGATIVE_INFINITY;
  let used = 0;
  return () => {
    const now = performance.now();
    if (now - lookedAt < lookEveryMs) return used;
    lookedAt = now;
    const { user, system } = process.cpuUsage();
    used = (user + system) / 1000;
    return used;
  };
}

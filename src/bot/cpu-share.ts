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

/** CPU time of all threads of this process, in milliseconds. */
export function processCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

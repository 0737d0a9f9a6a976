import { randomInt } from "node:crypto";
import type { DeskEvent, DeskNews } from "../human-desk.ts";

const KEPT = 5_000;
const PER_MS = 1_000;

/** The newest events of the desk, numbered so that the numbers grow over restarts, as far as the clock does. Each process counts for itself. */
export class DeskEvents {
  readonly #kept: DeskEvent[] = [];
  readonly #listeners = new Set<{ call: (event: DeskEvent) => void }>();
  /** tells what this process numbers from what others number in the same millisecond */
  readonly #own = randomInt(PER_MS);
  #last: number;
  /** whatever came up to here is not known any more */
  #forgotten: number;

  constructor(private readonly now: () => Date) {
    this.#last = this.#clock();
    this.#forgotten = this.#last;
  }

  get last(): number {
    return this.#last;
  }

  tell(news: DeskNews): void {
    this.#last = Math.max(this.#last + 1, this.#clock());
    const event: DeskEvent = { seq: this.#last, ...news };
    this.#kept.push(event);
    if (this.#kept.length > KEPT) this.#forgotten = this.#kept.shift()?.seq ?? this.#forgotten;
    for (const { call } of this.#listeners) call(event);
  }

  /** The events after `seq`; null when some of them are not known any more, or `seq` was never given, as after a change of process. */
  after(seq: number): DeskEvent[] | null {
    if (seq !== this.#forgotten && !this.#kept.some((event) => event.seq === seq)) return null;
    return this.#kept.filter((event) => event.seq > seq);
  }

  /** `call` must not throw. Returns how to stop. */
  watch(call: (event: DeskEvent) => void): () => void {
    const listener = { call };
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  #clock(): number {
    return this.now().getTime() * PER_MS + this.#own;
  }
}

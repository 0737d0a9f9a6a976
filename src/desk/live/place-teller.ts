import type { QueueLine } from "../human-desk.ts";

/** Tells those who wait their place whenever it changes, and once that they are next. */
export class PlaceTeller {
  readonly #told = new Map<number, string>();
  readonly #places = new Map<number, number>();
  #asked = false;
  #first = true;
  #stopped = false;

  /** `tell` shows somebody their place; `next` is called when somebody has come up to the first place. */
  constructor(
    private readonly queue: () => QueueLine[],
    private readonly tell: (line: QueueLine) => void,
    private readonly next: (line: QueueLine) => void,
  ) {}

  /** Asks for a look at the queue soon; many at once are one look. */
  ask(): void {
    if (this.#asked) return;
    this.#asked = true;
    setImmediate(() => {
      this.#asked = false;
      if (!this.#stopped) this.#look();
    });
  }

  stop(): void {
    this.#stopped = true;
  }

  #look(): void {
    const lines = this.queue();
    const numbers = new Set(lines.map(({ ticket }) => ticket.number));
    for (const number of [...this.#places.keys()]) if (!numbers.has(number)) this.#forget(number);
    for (const line of lines) this.#see(line);
    this.#first = false;
  }

  #see(line: QueueLine): void {
    const { ticket, place, expectedMs } = line;
    const before = this.#places.get(ticket.number) ?? (this.#first ? ticket.promise?.place : undefined);
    this.#places.set(ticket.number, place);
    const text = `${place} ${expectedMs === null ? null : Math.round(expectedMs / 60_000)}`;
    if (this.#told.get(ticket.number) !== text) this.tell(line);
    this.#told.set(ticket.number, text);
    if (place === 1 && before !== undefined && before > 1) this.next(line);
  }

  #forget(number: number): void {
    this.#places.delete(number);
    this.#told.delete(number);
  }
}

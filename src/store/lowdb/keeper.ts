import type { Books } from "./books.ts";
import type { Change } from "./change.ts";
import type { DocumentName } from "./document.ts";
import type { Journal } from "./journal.ts";
import { Turnstile } from "./turnstile.ts";

/** The one who writes in the books: one piece of work at a time for each document, through the journal. */
export class Keeper {
  readonly #turnstile = new Turnstile();

  constructor(
    readonly books: Books,
    private readonly journal: Journal,
  ) {}

  /** Runs `work` with these documents in memory and nobody else writing to them. */
  alone<T>(names: readonly DocumentName[], work: () => Promise<T>): Promise<T> {
    return this.#turnstile.pass(names, async () => {
      const taken = await this.books.take(names);
      try {
        return await work();
      } finally {
        this.books.giveBack(taken);
      }
    });
  }

  /** The journal's frame that what is written now goes into; all of a frame is kept, or nothing. */
  get frame(): number {
    return this.journal.frame;
  }

  /** Resolves when the changes are on disk and made; `alone` must hold their documents. Gives the record's lsn. */
  write(changes: Change[]): Promise<number> {
    return this.journal.append(changes);
  }
}

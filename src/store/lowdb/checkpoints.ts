import type { StoreLog } from "../store-log.ts";
import type { AgendaSnapshot } from "./agenda.ts";
import type { Books } from "./books.ts";
import type { Journal } from "./journal.ts";
import { manifestFile } from "./manifest.ts";
import { segmentPath } from "./segment.ts";
import type { JournalEnd } from "./segment-writer.ts";
import { sideBySide } from "./side-by-side.ts";
import { Turnstile } from "./turnstile.ts";
import { writeConversation, writeDocument } from "./write-document.ts";

const writersAtOnce = 2;
const retryAfter = 5_000;

/** Writes checkpoints in the background, one at a time, so that the journal stays short. */
export class Checkpoints {
  readonly #turns = new Turnstile();
  #newest = Promise.resolve();
  #waits = false;
  #current = Promise.resolve();
  #pastBoundary = false;
  #retry: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(
    private readonly books: Books,
    private readonly journal: Journal,
    private firstSegment: number,
    private readonly now: () => Date,
    private readonly log: StoreLog,
  ) {}

  /** Begins one soon; while one runs, one more waits for its turn. */
  request(): void {
    if (this.#stopped || this.#waits || this.#retry !== undefined) return;
    this.#waits = true;
    this.#newest = this.#inTurn(async () => {
      this.#waits = false;
      this.#current = this.#run();
      await this.#current;
    });
  }

  /** What an append has to wait for when the journal grows faster than documents are written. */
  get relief(): Promise<void> | undefined {
    return this.#pastBoundary ? this.#current : undefined;
  }

  /**
   * Runs `work` after the checkpoints that were asked for until now, and while no document changes on disk and no
   * segment goes away. It is told where the journal ended when it began.
   */
  whileFrozen<T>(work: (end: JournalEnd) => Promise<T>): Promise<T> {
    return this.#inTurn(() => work(this.journal.written));
  }

  /** Resolves when none is running, which is soon: one that runs is given up. None begins afterwards. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#retry);
    await this.#newest;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    return this.#turns.pass(["documents"], work);
  }

  async #run(): Promise<void> {
    if (this.#stopped) return;
    try {
      await this.#write();
    } catch (error) {
      this.log.error(
        { err: error },
        "a checkpoint of the store failed; the journal keeps what it holds until one works",
      );
      this.#retryLater();
    } finally {
      this.#pastBoundary = false;
    }
  }

  async #write(): Promise<void> {
    const { end, agenda } = await this.journal.beginSegment((at) => {
      this.#pastBoundary = true;
      return { end: at, agenda: this.books.agenda.snapshot() };
    });
    await this.#writeDocuments();
    if (this.#stopped) return;
    await this.#writeManifest(end, agenda);
    const { disk, root } = this.books.folders;
    for (; this.firstSegment < end.segment; this.firstSegment += 1) {
      await disk.remove(segmentPath(root, this.firstSegment));
    }
  }

  async #writeDocuments(): Promise<void> {
    const { folders, conversations, states, tickets } = this.books;
    const pieces = [
      ...conversations.changed().map((held) => () => writeConversation(folders, conversations, held)),
      ...states.changed().map((held) => () => writeDocument(states, held)),
      ...tickets.changed().map((held) => () => writeDocument(tickets, held)),
    ];
    await sideBySide(writersAtOnce, pieces, () => this.#stopped);
    await folders.sync();
  }

  async #writeManifest({ store, segment, lsn }: JournalEnd, agenda: AgendaSnapshot): Promise<void> {
    const writtenAt = this.now().toISOString();
    const { folders } = this.books;
    await manifestFile(folders).write({ kind: "store", format: 1, store, segment, lsn, writtenAt, agenda });
    await folders.sync();
  }

  #retryLater(): void {
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      this.request();
    }, retryAfter);
    this.#retry.unref();
  }
}

import type { StoreLog } from "../store-log.ts";
import type { AgendaSnapshot } from "./agenda.ts";
import type { Books } from "./books.ts";
import type { Journal, JournalEnd } from "./journal.ts";
import { manifestFile } from "./manifest.ts";
import { segmentPath } from "./segment.ts";
import { sideBySide } from "./side-by-side.ts";
import { writeConversation, writeDocument } from "./write-document.ts";

const writersAtOnce = 2;
const retryAfter = 5_000;

/** Writes checkpoints in the background, one at a time, so that the journal stays short. */
export class Checkpoints {
  #running: Promise<void> | undefined;
  #pastBoundary = false;
  #again = false;
  #retry: NodeJS.Timeout | undefined;
  #frozen: Promise<unknown> | undefined;
  #stopped = false;

  constructor(
    private readonly books: Books,
    private readonly journal: Journal,
    private firstSegment: number,
    private readonly now: () => Date,
    private readonly log: StoreLog,
  ) {}

  /** Begins one soon; while one runs, another follows it. */
  request(): void {
    if (this.#stopped || this.#retry !== undefined) return;
    this.#again = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
      if (this.#again) this.request();
    });
  }

  /** What an append has to wait for when the journal grows faster than documents are written. */
  get relief(): Promise<void> | undefined {
    return this.#pastBoundary ? this.#running : undefined;
  }

  /** Runs `work` while no document changes on disk and no segment goes away; it is told where the journal ended when it began. */
  async whileFrozen<T>(work: (end: JournalEnd) => Promise<T>): Promise<T> {
    for (;;) {
      const other = this.#frozen ?? this.#running;
      if (other === undefined) break;
      await other;
    }
    const done = work(this.journal.written);
    const frozen = done.then(ignore, ignore).then(() => {
      this.#frozen = undefined;
    });
    this.#frozen = frozen;
    return done;
  }

  /** Resolves when none is running; none begins afterwards. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#retry);
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#frozen !== undefined) await this.#frozen;
    this.#again = false;
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
    await this.#writeManifest(end, agenda);
    const { disk, root } = this.books.folders;
    for (; this.firstSegment < end.segment; this.firstSegment += 1) {
      await disk.remove(segmentPath(root, this.firstSegment));
    }
  }

  async #writeDocuments(): Promise<void> {
    const { folders, conversations, states, tickets } = this.books;
    await sideBySide(writersAtOnce, [
      ...conversations.changed().map((held) => () => writeConversation(folders, conversations, held)),
      ...states.changed().map((held) => () => writeDocument(states, held)),
      ...tickets.changed().map((held) => () => writeDocument(tickets, held)),
    ]);
    await folders.sync();
  }

  async #writeManifest({ store, segment, lsn }: JournalEnd, agenda: AgendaSnapshot): Promise<void> {
    const writtenAt = this.now().toISOString();
    const { folders } = this.books;
    await manifestFile(folders).write({ kind: "store", format: 1, store, segment, lsn, writtenAt, agenda });
    await folders.sync();
  }

  #retryLater(): void {
    this.#again = false;
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      this.request();
    }, retryAfter);
    this.#retry.unref();
  }
}

function ignore(): void {}

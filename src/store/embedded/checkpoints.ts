import type { StoreLog } from "../store.ts";
import type { DocumentStore } from "./document-store.ts";
import { KeyedMutex, writeConversation, writeDocument } from "./document-writer.ts";
import type { Journal } from "./journal.ts";
import { type ClosedTime, manifestFile, storeFormat } from "./manifest.ts";
import type { PendingWorkSnapshot } from "./pending-work.ts";
import { type JournalEnd, segmentPath } from "./segment.ts";

/**
 * Runs all the work, `count` pieces at a time. Starts nothing more once `enough` returns true or a piece has failed,
 * and throws that failure when the others have ended.
 */
async function sideBySide(
  count: number,
  work: readonly (() => Promise<void>)[],
  enough: () => boolean,
): Promise<void> {
  const failures: unknown[] = [];
  const rest = work.values();
  const lane = async () => {
    for (const piece of rest) {
      if (failures.length > 0 || enough()) return;
      await piece().catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: count }, lane));
  if (failures.length > 0) throw failures[0];
}

const writersAtOnce = 2;
const retryAfter = 5_000;

/** Where a start can begin: a place in the journal, and the pending work there. */
interface Mark {
  end: Pick<JournalEnd, "store" | "segment" | "lsn">;
  pendingWork: PendingWorkSnapshot;
}

/** Writes checkpoints in the background, one at a time, so that the journal stays short. */
export class Checkpoints {
  readonly #turns = new KeyedMutex();
  #newest = Promise.resolve();
  #waits = false;
  #current = Promise.resolve();
  #pastBoundary = false;
  #retry: NodeJS.Timeout | undefined;
  #stopped = false;
  #everything = false;
  #firstSegment: number;

  /** `mark` is where the last start began. A segment of more than `longest` bytes leaves nothing for the next time. */
  constructor(
    private readonly documentStore: DocumentStore,
    private readonly journal: Journal,
    private mark: Mark,
    private readonly closedTime: ClosedTime,
    private readonly longest: number,
    private readonly now: () => Date,
    private readonly log: StoreLog,
  ) {
    this.#firstSegment = mark.end.segment;
  }

  /** Begins one soon that leaves nothing for the next one: what was erased is then in no file. */
  requestWhole(): void {
    this.#everything = true;
    this.request();
  }

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
    const everything = this.#everything;
    this.#everything = false;
    try {
      await this.#write(everything);
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

  async #write(everything: boolean): Promise<void> {
    const before = this.mark;
    const { length } = this.journal.written;
    this.mark = await this.journal.beginSegment((end) => {
      this.#pastBoundary = true;
      return { end, pendingWork: this.documentStore.pendingWork.snapshot() };
    });
    const from = everything || length > this.longest ? this.mark : before;
    await this.closedTime.compare();
    await this.#writeDocuments(from.end.lsn);
    if (this.#stopped) return;
    await this.#writeManifest(from);
    const { disk, root } = this.documentStore.folders;
    for (; this.#firstSegment < from.end.segment; this.#firstSegment += 1) {
      await disk.remove(segmentPath(root, this.#firstSegment));
    }
  }

  async #writeDocuments(upTo: number): Promise<void> {
    const { folders, conversations, states, tickets, staff, sessions, audits } = this.documentStore;
    const pieces = [
      ...conversations.changed(upTo).map((held) => () => writeConversation(folders, conversations, held)),
      ...states.changed(upTo).map((held) => () => writeDocument(states, held)),
      ...tickets.changed(upTo).map((held) => () => writeDocument(tickets, held)),
      ...staff.changed(upTo).map((held) => () => writeDocument(staff, held)),
      ...sessions.changed(upTo).map((held) => () => writeDocument(sessions, held)),
      ...audits.changed(upTo).map((held) => () => writeDocument(audits, held)),
    ];
    await sideBySide(writersAtOnce, pieces, () => this.#stopped);
    await folders.sync();
  }

  async #writeManifest({ end: { store, segment, lsn }, pendingWork }: Mark): Promise<void> {
    const writtenAt = this.now().toISOString();
    const { folders } = this.documentStore;
    const { changed } = this.closedTime;
    const manifest = {
      kind: "store",
      format: storeFormat,
      store,
      segment,
      lsn,
      writtenAt,
      changed,
      agenda: pendingWork,
    } as const;
    await manifestFile(folders).write(manifest);
    await folders.sync();
  }

  #retryLater(): void {
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      this.requestWhole();
    }, retryAfter);
    this.#retry.unref();
  }
}

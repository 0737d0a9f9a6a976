/*
 * HOW THE EMBEDDED STORE KEEPS ITS PROMISES
 *
 * In a store's folder:
 *   store.json                   the manifest: which journal segment a start begins with, and the pending work at that point
 *   journal/00000007.log         the journal: every change, in order, only ever appended
 *   conversations/ab/cdef….json  one document a conversation: its newest entries, delivery keys, bot state
 *   conversations/ab/cdef….log-65.json   64 older entries of it, from seq 65 on
 *   state/… and tickets/…        bot state that belongs to no conversation; one document a ticket
 *   tmp/                         documents being written; emptied at every start
 *
 * Writing. A store call becomes ONE record: a list of operations with the next number, the lsn. Records that
 * arrive while the disk is busy are written together as one frame (offset, length, checksum, lines of JSON) that the
 * disk is waited for once: group commit. Only then are their changes applied in memory, watchers called and callers
 * answered, so whatever anybody sees is on disk, and a call that fails has changed nothing: there is nothing to roll
 * back. Calls that touch the same document go one after another (KeyedMutex), so what a call decided still holds
 * when it lands. One call may ride along with another: the turn of an entry that still waits for its frame may be
 * committed into the same frame, which is kept whole or not at all.
 *
 * Segments. Each one's first line says how the segment before it ended: how many of its bytes count, and a checksum
 * over its frames. More bytes there are damage, and so are fewer.
 *
 * When a write fails. The frame is cut off and a new segment is begun before anything else is written. Its first
 * line says that bytes may follow which do not count ("beyond"), because the cut may have failed or not be on disk;
 * once that line may be on disk, nothing is written to the segment before it again. A failed sync is never repeated on
 * the same file: the system may have dropped the pages and would say yes.
 *
 * Checkpoints. When a segment has grown past its limit a new one is begun, and at that moment the pending work (turns to
 * run, open tickets, things to send, the last ticket number) is copied. Every document that was changed before the
 * segment just ended is then written in the background: a draft in tmp/, synced, rename, and one fsync of each folder.
 * Log entries beyond a segment's length move into a file of their own first. Last the manifest is replaced: it names
 * the segment just ended, with its initial pending work, and older ones are removed. So the documents that changed
 * in that segment alone wait for the next checkpoint, because a conversation that is under way would soon be written again.
 * None wait after an erasure, nor when that segment is too long. Work and memory between two checkpoints are bounded
 * by the journal's limit, not by what is stored; when checkpoints cannot keep up, appends wait.
 *
 * Reading. Documents rest in memory, least recently used first to go, up to a number of bytes; those that were
 * changed since their last checkpoint stay. Anything read from disk is checked: checksum, schema, and that it is the
 * document its name promises. A document that fails is an error for whoever asked, and is never overwritten.
 *
 * Starting. The manifest gives pending work and first segment; the records from there on are applied to the documents they
 * touch. Each document knows the last lsn in it, so what a checkpoint already wrote is not applied twice. No folder
 * is searched, so a start costs what the journal holds, whatever the history.
 *
 * Stopping. A clean stop seals the store: the manifest is replaced by one that also says which segment is the newest,
 * where it ends, with which checksum, and how many documents are in each folder. Everything that it tells is on disk
 * before. The seal counts as long as there is no newer segment, and the first record of every run goes into a new
 * one, which is born, durable, before that record is written. So nothing has to be unsealed: a process that is killed
 * leaves an old seal that no longer counts, or one that is still true because nothing was written.
 *
 * Torn or damaged. A frame is written only after the one before it is on disk. So when the store is not sealed, an
 * unreadable end of the newest segment, with no whole frame after it, is taken for a write that was cut off: it is cut
 * and reported. In a sealed store it is damage. Unreadable bytes with a whole frame after them, in an older segment,
 * or in a segment's first line (segments are born by rename, complete with it) had been acknowledged: the start ends
 * with the file's name. A segment also carries the store's id and its own number, so swapped and foreign files are
 * told apart. Nothing is dropped then; salvage/ brings out into a new folder what can still be read.
 */
import { StoreUnavailable } from "../errors.ts";
import { type JournalOperation, type JournalRecord, recordPieces } from "./journal-operation.ts";
import type { JournalEnd, SegmentWriter } from "./segment.ts";

interface Waiting {
  record: JournalRecord;
  pieces: string[];
  done: (lsn: number) => void;
  failed: (error: StoreUnavailable) => void;
}

/** Appends records in frames (group commit), and resolves each when it is durable and applied. */
export class Journal {
  #waiting: Waiting[] = [];
  #boundaries: { at: (end: JournalEnd) => void; failed: (error: unknown) => void }[] = [];
  #busy: Promise<void> | undefined;
  #lsn: number;
  #closed = false;
  #frame = 1;

  /** `applied` is called with the records of each durable frame; `grown` after that, and awaited. */
  constructor(
    private readonly segments: SegmentWriter,
    private readonly applied: (records: JournalRecord[]) => void,
    private readonly grown: (segmentBytes: number) => Promise<void> | undefined,
  ) {
    this.#lsn = segments.end.lsn;
  }

  /**
   * Appends a record, and returns its lsn. Throws StoreUnavailable when it could not be stored; then no part
   * of it was.
   */
  append(changes: JournalOperation[]): Promise<number> {
    if (this.#closed) return Promise.reject(new StoreUnavailable("the store is closed"));
    this.#lsn += 1;
    const record = { lsn: this.#lsn, changes };
    const pieces = recordPieces(record);
    return new Promise((done, failed) => {
      this.#waiting.push({ record, pieces, done, failed });
      this.#wake();
    });
  }

  /** The number of the frame that the next record joins. */
  get frame(): number {
    return this.#frame;
  }

  /** Starts a new segment; `at` is called in between, after all earlier records were applied. */
  beginSegment<T>(at: (end: JournalEnd) => T): Promise<T> {
    return new Promise((resolve, failed) => {
      this.#boundaries.push({ at: (end) => resolve(at(end)), failed });
      this.#wake();
    });
  }

  /** The durable end of the journal. */
  get written(): JournalEnd {
    return { ...this.segments.end };
  }

  /** Stops accepting records; resolves to the end when all appended ones are durable. */
  async close(): Promise<JournalEnd> {
    this.#closed = true;
    while (this.#busy !== undefined) await this.#busy;
    await this.segments.finish();
    return this.written;
  }

  #wake(): void {
    this.#busy ??= this.#writeAll().finally(() => {
      this.#busy = undefined;
      if (this.#waiting.length > 0 || this.#boundaries.length > 0) this.#wake();
    });
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0 || this.#boundaries.length > 0) {
      await this.#gather();
      if (this.#boundaries.length > 0) await this.#crossBoundaries();
      if (this.#waiting.length > 0) await this.#writeGroup();
    }
  }

  /**
   * Collects records for a frame: yields to ready work until it produces no more, or the frame is large enough. Later
   * records are prepared while the disk writes.
   */
  async #gather(): Promise<void> {
    let before = -1;
    for (let round = 0; round < mostRounds; round += 1) {
      if (this.#waiting.length <= before || this.#waiting.length >= enoughRecords) return;
      before = this.#waiting.length;
      await everybodyReady();
    }
  }

  async #crossBoundaries(): Promise<void> {
    const boundaries = this.#boundaries;
    this.#boundaries = [];
    try {
      await this.segments.begin();
      for (const { at } of boundaries) at(this.written);
    } catch (error) {
      for (const { failed } of boundaries) failed(error);
    }
  }

  async #writeGroup(): Promise<void> {
    const group = this.#waiting;
    this.#waiting = [];
    this.#frame += 1;
    const lastLsn = group.at(-1)?.record.lsn ?? this.#lsn;
    const pieces: string[] = [];
    for (const waiting of group) pieces.push(...waiting.pieces);
    try {
      await this.segments.write(pieces, lastLsn);
    } catch (cause) {
      const error = new StoreUnavailable("the store cannot write its journal", { cause });
      for (const { failed } of group) failed(error);
      return;
    }
    this.applied(group.map(({ record }) => record));
    for (const { record, done } of group) done(record.lsn);
    await this.grown(this.segments.end.length);
  }
}

/** Maximum number of yields per frame; each handles what the network delivered meanwhile. */
const mostRounds = 6;
/** Two turns with message and reply each. Larger frames would alternate between idle disk and idle CPU. */
const enoughRecords = 4;

function everybodyReady(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

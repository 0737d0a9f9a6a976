import type { ConversationStart } from "../records.ts";
import { type Document, homeOfState } from "./document-file.ts";
import type { JournalOperation } from "./journal-operation.ts";

/** Number of entries in a log segment. Part of the format, because it determines the segment of an entry. */
export const segmentLength = 64;

/** Entry in which a delivery key was seen. */
export interface SeenKey {
  seq: number;
  at: string;
}

/** Bot state as JSON text, with its eTag. */
export interface StateText {
  text: string;
  eTag: string;
}

/**
 * One conversation in memory. Texts are kept as JSON: smaller than objects, written without serializing again, and not
 * shared with callers.
 */
export class ConversationFile implements Document {
  lsn = 0;
  /** the conversation without lastSeq; null while only state is known */
  start: string | null = null;
  erased = false;
  /** number of entries in segment files */
  sealed = 0;
  /** entries after the segment files */
  tail: string[] = [];
  keys = new Map<string, SeenKey>();
  /** whether `keys` includes those of sealed entries of the last day */
  knowsSealedKeys = true;
  state = new Map<string, StateText>();
  /** state keys outside of conversations that its turns wrote */
  elsewhere = new Set<string>();
  tickets = new Set<number>();
  receipts = new Map<string, string>();
  ratings = new Map<string, string>();
  #words = 0;
  #opened: { from: string; start: ConversationStart } | undefined;

  constructor(readonly id: string) {}

  /** Parsed `start`, cached; must not be changed. */
  get opened(): ConversationStart | null {
    if (this.start === null) return null;
    if (this.#opened?.from !== this.start) this.#opened = { from: this.start, start: JSON.parse(this.start) };
    return this.#opened.start;
  }

  get lastSeq(): number {
    return this.sealed + this.tail.length;
  }

  get bytes(): number {
    return 2_000 + this.#words + 150 * (this.keys.size + this.tail.length);
  }

  get blank(): boolean {
    return this.start === null && !this.erased && this.state.size === 0 && this.elsewhere.size === 0;
  }

  apply(change: JournalOperation, lsn: number): void {
    switch (change.do) {
      case "open":
        this.start = change.start;
        break;
      case "append":
        this.tail.push(change.entry);
        for (const key of change.keys) this.keys.set(key, { seq: change.seq, at: change.at });
        this.#words += change.entry.length;
        break;
      case "state":
        this.#writeState(change.key, change.value, lsn);
        break;
      case "ticket":
        this.tickets.add(change.number);
        break;
      case "receipt":
        this.receipts.set(change.id, change.receipt);
        break;
      case "rating":
        this.ratings.set(change.id, change.rating);
        break;
      case "erase":
        this.#erase();
        break;
    }
  }

  /** Drops the oldest entries after they were moved to a segment file. */
  sealOldest(): void {
    for (const entry of this.tail.splice(0, segmentLength)) this.#words -= entry.length;
    this.sealed += segmentLength;
  }

  /** Initializes the size counter after reading a file. */
  countWords(): this {
    this.#words = 0;
    for (const text of this.tail) this.#words += text.length;
    for (const { text } of this.state.values()) this.#words += text.length;
    return this;
  }

  #writeState(key: string, text: string | undefined, lsn: number): void {
    if (homeOfState(key) !== `conversation:${this.id}`) {
      if (text === undefined) this.elsewhere.delete(key);
      else this.elsewhere.add(key);
      return;
    }
    this.#words -= this.state.get(key)?.text.length ?? 0;
    if (text === undefined) {
      this.state.delete(key);
      return;
    }
    this.state.set(key, { text, eTag: String(lsn) });
    this.#words += text.length;
  }

  #erase(): void {
    this.erased = true;
    this.start = null;
    this.sealed += this.tail.length;
    this.tail = [];
    this.keys.clear();
    this.state.clear();
    this.elsewhere.clear();
    this.tickets.clear();
    this.receipts.clear();
    this.ratings.clear();
    this.#words = 0;
  }
}

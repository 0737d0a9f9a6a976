import { Low } from "lowdb";
import { StoreFileError } from "../errors.ts";
import type { Document, DocumentFile } from "./document-file.ts";

/** A document in memory, with its way to disk. */
export interface CacheEntry<D extends Document> {
  id: string;
  low: Low<D>;
  file: DocumentFile<D>;
  /** how many pieces of work are using it */
  users: number;
  /** lsn of the first change that its file may not have; null when it has all */
  changedSince: number | null;
  /** what it counted for when it was laid to rest */
  resting: number;
}

/** Documents of one kind: those in use or changed stay in memory, the others as long as there is room. */
export class DocumentCache<D extends Document> {
  #busy = new Map<string, CacheEntry<D>>();
  #resting = new Map<string, CacheEntry<D>>();
  #loading = new Map<string, Promise<CacheEntry<D>>>();
  #restingBytes = 0;

  /**
   * `room` is how many bytes may rest in memory; `newest` the last lsn of the journal, which no document may exceed.
   * `leaves` is called with each document that goes out of memory, which is as its file has it.
   */
  constructor(
    private readonly room: number,
    private readonly newest: () => number,
    private readonly fileOf: (id: string) => DocumentFile<D>,
    private readonly blank: (id: string) => D,
    private readonly leaves: (id: string, document: D) => void = () => undefined,
  ) {}

  /** The document to look at, at once. It may be blank; it must not be changed. */
  async look(id: string): Promise<D> {
    const held = this.#busy.get(id) ?? this.#wake(id) ?? (await this.#load(id));
    if (held.users === 0 && held.changedSince === null) this.#rest(held);
    return held.low.data;
  }

  /** The document without keeping it in memory afterwards: for those who look at all of them. */
  async glance(id: string): Promise<D> {
    return this.inMemory(id) ?? (await this.#read(id)).low.data;
  }

  /** The document to change; it stays in memory until `giveBack`. A promise only when it must be read first. */
  take(id: string): CacheEntry<D> | Promise<CacheEntry<D>> {
    const held = this.#busy.get(id) ?? this.#wake(id);
    return held === undefined ? this.#load(id).then((loaded) => this.#use(loaded)) : this.#use(held);
  }

  #use(held: CacheEntry<D>): CacheEntry<D> {
    held.users += 1;
    this.#busy.set(held.id, held);
    return held;
  }

  giveBack(held: CacheEntry<D>): void {
    held.users -= 1;
    this.settle(held);
  }

  /** Called when a document may have become one that can be laid to rest. */
  settle(held: CacheEntry<D>): void {
    if (held.users > 0 || held.changedSince !== null) return;
    this.#busy.delete(held.id);
    this.#rest(held);
  }

  /** A document that somebody has taken. */
  taken(id: string): CacheEntry<D> | undefined {
    return this.#busy.get(id);
  }

  /** The documents whose files may lack a change with an lsn up to this one. */
  changed(upTo = Number.POSITIVE_INFINITY): CacheEntry<D>[] {
    return [...this.#busy.values()].filter(
      ({ changedSince }) => changedSince !== null && changedSince <= upTo,
    );
  }

  /** The document when it is in memory. */
  inMemory(id: string): D | undefined {
    return (this.#busy.get(id) ?? this.#resting.get(id))?.low.data;
  }

  async #load(id: string): Promise<CacheEntry<D>> {
    let loading = this.#loading.get(id);
    if (loading === undefined) {
      loading = this.#read(id).finally(() => this.#loading.delete(id));
      this.#loading.set(id, loading);
    }
    const loaded = await loading;
    return this.#busy.get(id) ?? this.#wake(id) ?? loaded;
  }

  async #read(id: string): Promise<CacheEntry<D>> {
    const file = this.fileOf(id);
    const low = new Low<D>(file, this.blank(id));
    await low.read();
    if (low.data.lsn > this.newest()) {
      throw new StoreFileError(file.path, "is newer than the journal: they do not belong together");
    }
    return { id, low, file, users: 0, changedSince: null, resting: 0 };
  }

  #wake(id: string): CacheEntry<D> | undefined {
    const held = this.#resting.get(id);
    if (held === undefined) return undefined;
    this.#resting.delete(id);
    this.#restingBytes -= held.resting;
    return held;
  }

  /** One that takes more than all the room does not rest: the others stay. */
  #rest(held: CacheEntry<D>): void {
    held.resting = held.low.data.bytes;
    if (held.resting > this.room) {
      this.leaves(held.id, held.low.data);
      return;
    }
    this.#resting.set(held.id, held);
    this.#restingBytes += held.resting;
    for (const oldest of this.#resting.values()) {
      if (this.#restingBytes <= this.room) break;
      this.#resting.delete(oldest.id);
      this.#restingBytes -= oldest.resting;
      this.leaves(oldest.id, oldest.low.data);
    }
  }
}

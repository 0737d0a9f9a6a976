import { Low } from "lowdb";
import { StoreFileError } from "../errors.ts";
import type { Document, DocumentFile } from "./document-file.ts";

/** A cached document with its file. */
export interface CacheEntry<D extends Document> {
  id: string;
  low: Low<D>;
  file: DocumentFile<D>;
  /** number of operations that use it */
  users: number;
  /** lsn of the first change that may be missing in its file; null when it is up to date */
  changedSince: number | null;
  /** its size when it became idle */
  resting: number;
}

/** LRU cache of documents of one kind. Documents in use or changed are pinned. */
export class DocumentCache<D extends Document> {
  #busy = new Map<string, CacheEntry<D>>();
  #resting = new Map<string, CacheEntry<D>>();
  #loading = new Map<string, Promise<CacheEntry<D>>>();
  #restingBytes = 0;

  /**
   * `room`: capacity in bytes for idle documents; `newest`: last lsn of the journal, which no document may exceed.
   * `leaves` is called for each evicted document, which equals its file.
   */
  constructor(
    private readonly room: number,
    private readonly newest: () => number,
    private readonly fileOf: (id: string) => DocumentFile<D>,
    private readonly blank: (id: string) => D,
    private readonly leaves: (id: string, document: D) => void = () => undefined,
  ) {}

  /** Reads a document without a delay for writers. It may be empty, and must not be changed. */
  async look(id: string): Promise<D> {
    const held = this.#busy.get(id) ?? this.#wake(id) ?? (await this.#load(id));
    if (held.users === 0 && held.changedSince === null) this.#rest(held);
    return held.low.data;
  }

  /** Reads a document without caching it, for scans of all documents. */
  async glance(id: string): Promise<D> {
    return this.inMemory(id) ?? (await this.#read(id)).low.data;
  }

  /** Pins a document for a change until `giveBack`. Returns a promise only when it must be read. */
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

  /** Moves a document to the idle ones if it is neither in use nor changed. */
  settle(held: CacheEntry<D>): void {
    if (held.users > 0 || held.changedSince !== null) return;
    this.#busy.delete(held.id);
    this.#rest(held);
  }

  /** Returns a pinned document. */
  taken(id: string): CacheEntry<D> | undefined {
    return this.#busy.get(id);
  }

  /** Returns the documents whose files may lack a change up to an lsn. */
  changed(upTo = Number.POSITIVE_INFINITY): CacheEntry<D>[] {
    return [...this.#busy.values()].filter(
      ({ changedSince }) => changedSince !== null && changedSince <= upTo,
    );
  }

  /** Returns a document if it is in memory. */
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

  /** Caches an idle document; one larger than the capacity is dropped instead of evicting all others. */
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

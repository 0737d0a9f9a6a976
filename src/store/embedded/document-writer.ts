import { dirname } from "node:path";
import { type ConversationFile, segmentLength } from "./conversation-file.ts";
import { forgetOldKeys, oldestSegment, segmentCodec } from "./conversation-log.ts";
import type { CacheEntry, DocumentCache } from "./document-cache.ts";
import { type Document, DocumentFile, type DocumentName } from "./document-file.ts";
import type { DocumentStore } from "./document-store.ts";
import { type Folders, places } from "./folders.ts";
import type { Journal } from "./journal.ts";
import type { JournalOperation } from "./journal-operation.ts";

/** Writes a document's file; its name is durable after `folders.sync()`. */
export async function writeDocument<D extends Document>(
  documentCache: DocumentCache<D>,
  held: CacheEntry<D>,
): Promise<void> {
  const { lsn } = held.low.data;
  if (held.low.data.blank) await held.file.remove();
  else await held.low.write();
  held.changedSince = held.low.data.lsn === lsn ? null : lsn + 1;
  documentCache.settle(held);
}

/**
 * Writes a conversation's file. Seals old entries into segment files first, or removes them after an erasure.
 */
export async function writeConversation(
  folders: Folders,
  documentCache: DocumentCache<ConversationFile>,
  held: CacheEntry<ConversationFile>,
): Promise<void> {
  const file = held.low.data;
  if (!file.erased) await sealLog(folders, file);
  if (file.erased) await removeSegments(folders, file);
  await writeDocument(documentCache, held);
}

async function sealLog(folders: Folders, file: ConversationFile): Promise<void> {
  for (let segment = oldestSegment(file); segment !== undefined; segment = oldestSegment(file)) {
    const path = places.segment(folders.root, file.id, segment.from);
    await new DocumentFile(folders, path, segmentCodec(file.id, segment.from)).write(segment);
    await folders.sync();
    if (file.erased) return;
    file.sealOldest();
    forgetOldKeys(file);
  }
}

async function removeSegments(folders: Folders, file: ConversationFile): Promise<void> {
  for (let from = 1; from <= file.sealed; from += segmentLength) {
    const path = places.segment(folders.root, file.id, from);
    await folders.disk.remove(path);
    folders.changed(dirname(path));
  }
}

/** Mutex by name; waiters are served in order. */
export class KeyedMutex {
  /** waiters by locked name */
  readonly #waiting = new Map<string, (() => void)[]>();

  /** Runs `work` while it holds all names. Acquires them in sorted order, which prevents deadlocks. */
  async pass<T>(names: readonly string[], work: () => Promise<T>): Promise<T> {
    const wanted = names.length === 1 ? names : [...new Set(names)].sort();
    for (const name of wanted) {
      const turn = this.#enter(name);
      if (turn !== undefined) await turn;
    }
    try {
      return await work();
    } finally {
      for (const name of wanted) this.#leave(name);
    }
  }

  /** Returns undefined when the name is free, so that the usual case does not wait. */
  #enter(name: string): Promise<void> | undefined {
    const waiting = this.#waiting.get(name);
    if (waiting === undefined) {
      this.#waiting.set(name, []);
      return undefined;
    }
    return new Promise((resolve) => waiting.push(resolve));
  }

  #leave(name: string): void {
    const next = this.#waiting.get(name)?.shift();
    if (next === undefined) this.#waiting.delete(name);
    else next();
  }
}

/** Writes documents through the journal, one operation at a time for each document. */
export class DocumentWriter {
  readonly #mutex = new KeyedMutex();

  constructor(
    readonly documentStore: DocumentStore,
    private readonly journal: Journal,
  ) {}

  /** Runs `work` with exclusive access to these documents. */
  alone<T>(names: readonly DocumentName[], work: () => Promise<T>): Promise<T> {
    return this.#mutex.pass(names, async () => {
      const taken = await this.documentStore.take(names);
      try {
        return await work();
      } finally {
        this.documentStore.giveBack(taken);
      }
    });
  }

  /** The journal frame that the next write joins; a frame is stored completely or not at all. */
  get frame(): number {
    return this.journal.frame;
  }

  /**
   * Appends changes; resolves to the lsn when they are durable and applied. Requires `alone` for their
   * documents.
   */
  write(changes: JournalOperation[]): Promise<number> {
    return this.journal.append(changes);
  }
}

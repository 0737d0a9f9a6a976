import { dirname } from "node:path";
import { type ConversationFile, segmentLength } from "./conversation-file.ts";
import { forgetOldKeys, oldestSegment, segmentCodec } from "./conversation-log.ts";
import type { CacheEntry, DocumentCache } from "./document-cache.ts";
import { type Document, DocumentFile, type DocumentName } from "./document-file.ts";
import type { DocumentStore } from "./document-store.ts";
import { type Folders, places } from "./folders.ts";
import type { Journal } from "./journal.ts";
import type { JournalOperation } from "./journal-operation.ts";

/** Brings a document's file up to date; its name is on disk once `folders.sync()` is. */
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

/** The same for a conversation: its old entries move into segment files first, or go when it was erased. */
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

/** Lets one piece of work at a time have each name; others wait in the order they came. */
export class KeyedMutex {
  /** who waits for each name that somebody has */
  readonly #waiting = new Map<string, (() => void)[]>();

  /** Runs `work` while nobody else has any of `names`. Names are taken in sorted order, so nobody waits in a circle. */
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

  /** Nothing when the name is free, so that the usual case waits for nothing. */
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

/** The one who writes in the books: one piece of work at a time for each document, through the journal. */
export class DocumentWriter {
  readonly #turnstile = new KeyedMutex();

  constructor(
    readonly books: DocumentStore,
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
  write(changes: JournalOperation[]): Promise<number> {
    return this.journal.append(changes);
  }
}

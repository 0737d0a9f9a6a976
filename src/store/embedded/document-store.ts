import { conversationCodec, StateFile, stateCodec, TicketFile, ticketCodec } from "./conversation-codec.ts";
import { ConversationFile } from "./conversation-file.ts";
import { type CacheEntry, DocumentCache } from "./document-cache.ts";
import {
  type Document,
  DocumentFile,
  type DocumentKind,
  type DocumentName,
  documentsOf,
} from "./document-file.ts";
import type { Folders } from "./folders.ts";
import { places } from "./folders.ts";
import type { JournalOperation, JournalRecord } from "./journal-operation.ts";
import type { PendingWork } from "./pending-work.ts";
import { AuditFile, auditCodec, SessionFile, StaffFile, sessionCodec, staffCodec } from "./staff-files.ts";

const rememberedTags = 10_000;

/** How files become documents; whoever reads a damaged store has a way of its own. */
export type MakeFile = <T>(...of: ConstructorParameters<typeof DocumentFile<T>>) => DocumentFile<T>;

const plainFile: MakeFile = (...of) => new DocumentFile(...of);

/** The documents of the desk and its pending work, as all records so far have left them. */
export class DocumentStore {
  readonly conversations: DocumentCache<ConversationFile>;
  readonly states: DocumentCache<StateFile>;
  readonly tickets: DocumentCache<TicketFile>;
  readonly staff: DocumentCache<StaffFile>;
  readonly sessions: DocumentCache<SessionFile>;
  readonly audits: DocumentCache<AuditFile>;
  readonly #caches: Record<DocumentKind, unknown>;
  /** of states that went out of memory, the last ones; null: there is none */
  readonly #tags = new Map<string, string | null>();

  /** `room` is how many bytes of unchanged conversations stay in memory, `lsn` the last record in the journal. */
  constructor(
    readonly folders: Folders,
    readonly pendingWork: PendingWork,
    room: number,
    private lsn: number,
    file: MakeFile = plainFile,
  ) {
    const { root } = folders;
    const newest = () => this.lsn;
    this.conversations = new DocumentCache(
      room,
      newest,
      (id) => file(folders, places.conversation(root, id), conversationCodec(id)),
      (id) => new ConversationFile(id),
    );
    this.states = new DocumentCache(
      room / 8,
      newest,
      (key) => file(folders, places.state(root, key), stateCodec(key)),
      (key) => new StateFile(key),
      (key, { value }) => this.#rememberTag(key, value?.eTag ?? null),
    );
    this.tickets = new DocumentCache(
      room / 8,
      newest,
      (number) => file(folders, places.ticket(root, Number(number)), ticketCodec(Number(number))),
      (number) => new TicketFile(Number(number)),
    );
    this.staff = new DocumentCache(
      room,
      newest,
      (name) => file(folders, places.staff(root, name), staffCodec(name)),
      (name) => new StaffFile(name),
    );
    this.sessions = new DocumentCache(
      room,
      newest,
      (key) => file(folders, places.session(root, key), sessionCodec(key)),
      (key) => new SessionFile(key),
    );
    this.audits = new DocumentCache(
      room / 8,
      newest,
      (name) => file(folders, places.audit(root, name), auditCodec(name)),
      (name) => new AuditFile(name),
    );
    this.#caches = {
      conversation: this.conversations,
      state: this.states,
      ticket: this.tickets,
      staff: this.staff,
      session: this.sessions,
      audit: this.audits,
    };
  }

  /**
   * Returns the tag of a state with its own document, or null when there is none; undefined when only its file would
   * tell.
   */
  knownTag(key: string): string | null | undefined {
    const file = this.states.inMemory(key);
    return file === undefined ? this.#tags.get(key) : (file.value?.eTag ?? null);
  }

  #rememberTag(key: string, tag: string | null): void {
    this.#tags.delete(key);
    this.#tags.set(key, tag);
    const [oldest] = this.#tags.keys();
    if (this.#tags.size > rememberedTags && oldest !== undefined) this.#tags.delete(oldest);
  }

  /** Keeps these documents in memory until `giveBack`. */
  async take(names: readonly DocumentName[]): Promise<DocumentName[]> {
    const taken: DocumentName[] = [];
    try {
      for (const name of names) {
        const held = this.#cacheOf(name).take(idOf(name));
        if (held instanceof Promise) await held;
        taken.push(name);
      }
      return taken;
    } catch (error) {
      this.giveBack(taken);
      throw error;
    }
  }

  giveBack(names: readonly DocumentName[]): void {
    for (const name of names) {
      const held = this.#cacheOf(name).taken(idOf(name));
      if (held !== undefined) this.#cacheOf(name).giveBack(held);
    }
  }

  /**
   * Applies a record's operations. All documents they change must be taken. A document that an interrupted checkpoint
   * has written already is not changed, but written again, as its file may not be durable.
   */
  apply({ lsn, changes }: JournalRecord): void {
    this.lsn = Math.max(this.lsn, lsn);
    const touched = new Set<CacheEntry<Document>>();
    for (const change of changes) {
      this.pendingWork.apply(change);
      for (const name of documentsOf(change)) {
        const held = this.#cacheOf(name).taken(idOf(name));
        if (held === undefined) throw new Error(`a change to ${name}, which nobody has taken`);
        if (held.low.data.lsn < lsn) held.low.data.apply(change, lsn);
        touched.add(held);
      }
    }
    for (const held of touched) {
      held.low.data.lsn = Math.max(held.low.data.lsn, lsn);
      held.changedSince ??= lsn;
    }
  }

  /** Makes the changes of a record that was read from the journal. */
  async replay(record: JournalRecord): Promise<void> {
    const names = new Set(record.changes.flatMap((change: JournalOperation) => documentsOf(change)));
    const taken = await this.take([...names]);
    this.apply(record);
    this.giveBack(taken);
  }

  #cacheOf(name: DocumentName): DocumentCache<Document> {
    return this.#caches[name.slice(0, name.indexOf(":")) as DocumentKind] as DocumentCache<Document>;
  }
}

function idOf(name: DocumentName): string {
  return name.slice(name.indexOf(":") + 1);
}

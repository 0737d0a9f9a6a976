import type { LogEntry } from "../records.ts";
import type { EarlyClaim, TurnClaim, TurnStart } from "../store.ts";
import { readHeldState } from "./bot-state.ts";
import type { ConversationFile } from "./conversation-file.ts";
import { readLog } from "./conversation-log.ts";
import { conversationOf } from "./conversations.ts";
import type { DocumentWriter } from "./document-writer.ts";
import { readTicket } from "./tickets.ts";

/** A turn that started before its entry is on disk. Nobody else writes to its conversation meanwhile. */
export interface PipelinedTurn {
  file: ConversationFile;
  entry: LogEntry;
  /** journal frame of the entry */
  frame: number;
  written: Promise<number>;
  /** a commit joined the frame; there is at most one */
  joined: boolean;
}

/** Running turns by conversation. One process owns the store, so leases end with it. */
export class ActiveTurns {
  readonly #takers = new Map<string, string>();
  readonly #early = new Map<string, PipelinedTurn>();

  constructor(private readonly documentWriter: DocumentWriter) {}

  isTaken(conversationId: string): boolean {
    return this.#takers.has(conversationId);
  }

  /** Returns whether a holder may still commit. */
  isOf(conversationId: string, by: string): boolean {
    return this.#takers.get(conversationId) === by;
  }

  /** Returns the holder's turn while its entry is being written. */
  early(conversationId: string, by: string | undefined): PipelinedTurn | undefined {
    return by !== undefined && this.isOf(conversationId, by) ? this.#early.get(conversationId) : undefined;
  }

  /** Resolves when no pipelined entry of the conversation is being written. */
  async landed(conversationId: string): Promise<void> {
    await this.#early.get(conversationId)?.written.catch(() => undefined);
  }

  /**
   * Starts the turn of an entry that is being written, unless another turn of the conversation comes first.
   */
  async begin(early: PipelinedTurn, { by, begun }: EarlyClaim): Promise<void> {
    const { file, entry, written } = early;
    const { pendingWork } = this.documentWriter.documentStore;
    const conversation = conversationOf(file, pendingWork);
    if (typeof conversation !== "object") return;
    if (this.#takers.has(file.id) || pendingWork.oldestOf(file.id) !== undefined) return;
    this.#takers.set(file.id, by);
    this.#early.set(file.id, early);
    written.then(
      () => this.#early.delete(file.id),
      () => this.#early.delete(file.id) && this.drop(file.id, by),
    );
    try {
      const ticket = await this.#ticketOf(file, conversation.ticket);
      if (!this.isOf(file.id, by)) return;
      const now = { ...conversation, lastSeq: entry.seq };
      begun({ by, conversation: now, entry, state: readHeldState(file), ticket });
    } catch {
      // the entry is stored although its ticket is unreadable; the next holder gets the error
      this.drop(file.id, by);
    }
  }

  async take(conversationId: string, { by }: TurnClaim): Promise<TurnStart | "busy" | null> {
    const { documentStore } = this.documentWriter;
    const taker = this.#takers.get(conversationId);
    if (taker !== undefined && taker !== by) return "busy";
    if (taker === by) {
      await this.landed(conversationId);
      if (!this.isOf(conversationId, by)) return null;
    }
    const seq = documentStore.pendingWork.oldestOf(conversationId);
    if (seq === undefined) {
      this.#takers.delete(conversationId);
      return null;
    }
    this.#takers.set(conversationId, by);
    let start: TurnStart | null = null;
    try {
      start = await this.#startOf(conversationId, seq, by);
    } finally {
      if (start === null) this.drop(conversationId, by);
    }
    return start;
  }

  drop(conversationId: string, by: string): void {
    if (this.isOf(conversationId, by)) this.#takers.delete(conversationId);
  }

  async #startOf(conversationId: string, seq: number, by: string): Promise<TurnStart | null> {
    const { documentStore } = this.documentWriter;
    const file = await documentStore.conversations.look(conversationId);
    const conversation = conversationOf(file, documentStore.pendingWork);
    const [entry] = await readLog(documentStore, conversationId, { after: seq - 1, limit: 1 });
    if (typeof conversation !== "object" || entry === undefined) return null;
    const ticket = await this.#ticketOf(file, conversation.ticket);
    return { by, conversation, entry, state: readHeldState(file), ticket };
  }

  /** Returns the open ticket of a conversation, else its newest. */
  async #ticketOf({ tickets }: ConversationFile, open: number | null): Promise<TurnStart["ticket"]> {
    const newest = open ?? Math.max(0, ...tickets);
    return newest === 0 ? null : ((await readTicket(this.documentWriter.documentStore, newest)) ?? null);
  }
}

import type { EntryRow } from "./rows.ts";

const mostTalks = 1_000;
const mostOfTalk = 30;
/** milliseconds; whoever is woken by an entry reads it at once */
const keptFor = 1_000;

interface Tail {
  rows: EntryRow[];
  /** milliseconds of the process's clock */
  until: number;
}

/** The ends of the logs to which this process has just appended, for readers here that are woken by it. */
export class RecentLog {
  readonly #tails = new Map<string, Tail>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Keeps what was appended; the end of a log that others have appended to meanwhile begins anew. */
  keep(conversationId: string, rows: readonly EntryRow[]): void {
    const before = this.#tails.get(conversationId)?.rows ?? [];
    const follows = before.at(-1)?.seq === (rows[0]?.seq ?? 0) - 1;
    const tail = [...(follows ? before : []), ...rows].slice(-mostOfTalk);
    this.#tails.delete(conversationId);
    this.#tails.set(conversationId, { rows: tail, until: this.now() + keptFor });
    const oldest = this.#tails.keys().next();
    if (this.#tails.size > mostTalks && !oldest.done) this.#tails.delete(oldest.value);
  }

  /** Forgets the end of a log that is known to have grown beyond it. */
  grown(conversationId: string, lastSeq: number): void {
    const last = this.#tails.get(conversationId)?.rows.at(-1);
    if (last !== undefined && last.seq < lastSeq) this.#tails.delete(conversationId);
  }

  forget(conversationId: string): void {
    this.#tails.delete(conversationId);
  }

  /** The rows after this seq, where all of them are known here; else none. */
  after(conversationId: string, seq: number): EntryRow[] {
    const tail = this.#tails.get(conversationId);
    if (tail === undefined || tail.until < this.now()) return [];
    const [first] = tail.rows;
    return first !== undefined && first.seq <= seq + 1 ? tail.rows.filter((row) => row.seq > seq) : [];
  }
}

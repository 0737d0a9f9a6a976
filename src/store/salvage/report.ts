import { stat } from "node:fs/promises";
import { DocumentFile } from "../embedded/document-file.ts";
import type { DocumentStore, MakeFile } from "../embedded/document-store.ts";
import { StoreFileError, StoreUnavailable } from "../errors.ts";

const id = String.raw`"conversation":("(?:[^"\\]|\\.){1,400}")`;
const appended = new RegExp(String.raw`\{"do":"append",${id},"seq":(\d{1,9})`, "g");
const opened = new RegExp(String.raw`\{"do":"open",${id}`, "g");
const ticketed = new RegExp(String.raw`\{"do":"ticket",${id},"number":(\d{1,9})`, "g");

/**
 * What bytes that are no whole frame still tell of the changes that were in them. Nothing of it has a checksum, so it
 * only says what is lost and which numbers were given. A text that somebody wrote cannot look like it: its quotation
 * marks are escaped.
 */
export class Traces {
  readonly #entries = new Map<string, Set<number>>();
  readonly #tickets = new Set<number>();

  read(text: string): void {
    for (const [, name = "", seq] of text.matchAll(appended)) this.#entriesOf(name)?.add(Number(seq));
    for (const [, name = ""] of text.matchAll(opened)) this.#entriesOf(name);
    for (const [, , number] of text.matchAll(ticketed)) this.#tickets.add(Number(number));
  }

  add(other: Traces): void {
    for (const [conversation, seqs] of other.#entries) {
      const known = this.#entries.get(conversation) ?? new Set();
      for (const seq of seqs) known.add(seq);
      this.#entries.set(conversation, known);
    }
    for (const number of other.#tickets) this.#tickets.add(number);
  }

  get conversations(): string[] {
    return [...this.#entries.keys()];
  }

  get tickets(): number[] {
    return [...this.#tickets];
  }

  entries(conversation: string): number {
    return this.#entries.get(conversation)?.size ?? 0;
  }

  /** The last entry of a conversation when all that follow this one without a gap have left a trace. */
  lastAfter(conversation: string, seq: number): number {
    let last = seq;
    while (this.#entries.get(conversation)?.has(last + 1)) last += 1;
    return last;
  }

  /** The same of the numbers of tickets. */
  lastTicketAfter(number: number): number {
    let last = number;
    while (this.#tickets.has(last + 1)) last += 1;
    return last;
  }

  #entriesOf(name: string): Set<number> | undefined {
    const conversation = textIn(name);
    if (conversation === undefined) return undefined;
    const known = this.#entries.get(conversation) ?? new Set();
    this.#entries.set(conversation, known);
    return known;
  }
}

function textIn(json: string): string | undefined {
  try {
    return String(JSON.parse(json));
  } catch {
    return undefined;
  }
}

/** Something that could not be brought out. `records` is how many records of the journal that may be; null: nobody knows. */
interface Loss {
  file: string;
  says: string;
  bytes: number;
  records: number | null;
}

/** How much was brought out, or was not. Entries count as lost where the log has a gap. */
interface Amounts {
  conversations: number;
  entries: number;
  tickets: number;
  states: number;
  /** accounts, invitations and links */
  staff: number;
  auditLines: number;
}

const none: Amounts = { conversations: 0, entries: 0, tickets: 0, states: 0, staff: 0, auditLines: 0 };

/** What came of a salvage. */
export interface SalvageReport {
  out: Amounts;
  lost: Amounts & { records: number; bytes: number; files: number };
  losses: Loss[];
  /** nothing was lost */
  whole: boolean;
}

/** Adds up what comes out and what does not. */
export class Tally {
  readonly out: Amounts = { ...none };
  readonly lost: Amounts = { ...none };
  /** of what was in the losses */
  readonly traces = new Traces();
  readonly #losses: Loss[] = [];

  lose(loss: Loss): void {
    this.#losses.push(loss);
  }

  get report(): SalvageReport {
    const losses = this.#losses;
    const lost = {
      ...this.lost,
      records: losses.reduce((sum, { records }) => sum + (records ?? 0), 0),
      bytes: losses.reduce((sum, { bytes }) => sum + bytes, 0),
      files: new Set(losses.map(({ file }) => file)).size,
    };
    return { out: this.out, lost, losses, whole: Object.values(lost).every((count) => count === 0) };
  }
}

/** Reads documents so that a broken one is as if it were not there, and remembers which these are. */
export class BrokenFiles {
  readonly #problems = new Map<string, string>();

  readonly file: MakeFile = (...of) => new TolerantFile(this.#problems, ...of);

  has(path: string): boolean {
    return this.#problems.has(path);
  }

  /** All that was in the file has come from elsewhere. */
  recovered(path: string): void {
    this.#problems.delete(path);
  }

  /** The broken files whose paths begin like this. */
  below(start: string): string[] {
    return [...this.#problems.keys()].filter((path) => path.startsWith(start));
  }

  async tell(tally: Tally): Promise<void> {
    for (const [file, says] of this.#problems) {
      const found = await stat(file).catch(() => undefined);
      tally.lose({ file, says, bytes: found?.size ?? 0, records: 0 });
    }
  }
}

class TolerantFile<T> extends DocumentFile<T> {
  constructor(
    private readonly problems: Map<string, string>,
    ...of: ConstructorParameters<typeof DocumentFile<T>>
  ) {
    super(...of);
  }

  override async read(): Promise<T | null> {
    try {
      return await super.read();
    } catch (error) {
      if (error instanceof StoreFileError) this.problems.set(this.path, error.problem);
      else if (error instanceof StoreUnavailable)
        this.problems.set(this.path, `cannot be read: ${error.message}`);
      else throw error;
      return null;
    }
  }
}

/** What all the pieces are read from, and who counts them. */
export interface Source {
  documentStore: DocumentStore;
  broken: BrokenFiles;
  tally: Tally;
}

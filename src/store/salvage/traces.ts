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

  /** Returns the last entry of a conversation that is reached from `seq` without a gap in the traces. */
  lastAfter(conversation: string, seq: number): number {
    let last = seq;
    while (this.#entries.get(conversation)?.has(last + 1)) last += 1;
    return last;
  }

  /** Returns the last ticket number that is reached from `number` without a gap in the traces. */
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

const REMEMBERED_TALKS = 5_000;

/** Up to where each side has seen a talk. Kept while the desk runs: whoever reads tells it anew. */
export class ReadMarks {
  readonly #marks = new Map<string, { person: number; agent: number }>();

  of(conversationId: string): { person: number; agent: number } {
    return { ...(this.#marks.get(conversationId) ?? { person: 0, agent: 0 }) };
  }

  /** Tells whether the mark went up. */
  raise(conversationId: string, who: "person" | "agent", upTo: number): boolean {
    const marks = this.of(conversationId);
    if (upTo <= marks[who]) return false;
    this.#marks.delete(conversationId);
    this.#marks.set(conversationId, { ...marks, [who]: upTo });
    const oldest = this.#marks.keys().next();
    if (this.#marks.size > REMEMBERED_TALKS && !oldest.done) this.#marks.delete(oldest.value);
    return true;
  }
}

import MiniSearch from "minisearch";
import { redactContactsIn } from "../redaction/redact.ts";

/** A text that can be found: an entry of a conversation, or a ticket itself (`seq` null). */
export interface Findable {
  conversationId: string;
  /** the ticket itself, where it is one */
  ticket: number | null;
  seq: number | null;
  at: string;
  text: string;
}

/** Where the words were found in a conversation. */
export interface MatchPlace {
  conversationId: string;
  ticket: number | null;
  seq: number | null;
}

interface Kept extends MatchPlace {
  id: string;
  at: number;
  text: string;
}

const idOf = ({ conversationId, ticket, seq }: MatchPlace): string =>
  `${conversationId} ${seq ?? `#${ticket}`}`;

const placeOf = ({ conversationId, ticket, seq }: MatchPlace): MatchPlace => ({
  conversationId,
  ticket,
  seq,
});

/** What is found by words, in memory. E-mail addresses and phone numbers are not kept. */
export class TicketIndex {
  readonly #index = new MiniSearch<Kept>({
    fields: ["text"],
    storeFields: ["conversationId", "ticket", "seq", "at"],
  });
  readonly #byTalk = new Map<string, Map<string, number>>();

  /** Keeps a text, in the place of what was kept for it before. */
  keep({ text, at, ...place }: Findable): void {
    const id = idOf(place);
    if (this.#index.has(id)) this.#index.discard(id);
    this.#index.add({ id, ...placeOf(place), at: Date.parse(at), text: redactContactsIn(text) });
    const conversation = this.#byTalk.get(place.conversationId) ?? new Map<string, number>();
    this.#byTalk.set(place.conversationId, conversation.set(id, Date.parse(at)));
  }

  /** Lets go of a conversation and its tickets. */
  forget(conversationId: string): void {
    for (const id of this.#byTalk.get(conversationId)?.keys() ?? []) this.#index.discard(id);
    this.#byTalk.delete(conversationId);
  }

  /** Lets go of what is older than this. */
  forgetBefore(at: number): void {
    for (const [conversationId, conversation] of this.#byTalk) {
      for (const [id, keptAt] of conversation) {
        if (keptAt >= at) continue;
        this.#index.discard(id);
        conversation.delete(id);
      }
      if (conversation.size === 0) this.#byTalk.delete(conversationId);
    }
  }

  /** The conversations in which all words begin some word of a text since then, each with the place that has most of them. */
  find(words: string, since: number): Map<string, MatchPlace> {
    const terms = words
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter((term) => term !== "");
    let conversations: Map<string, Map<string, { place: MatchPlace; score: number }>> | null = null;
    for (const term of terms) {
      const found = new Map<string, Map<string, { place: MatchPlace; score: number }>>();
      for (const { id, score, ...kept } of this.#index.search(term, { prefix: true })) {
        const place = placeOf(kept as unknown as MatchPlace);
        const before = conversations?.get(place.conversationId);
        if (Number(kept["at"]) < since) continue;
        if (conversations !== null && before === undefined) continue;
        const conversation = found.get(place.conversationId) ?? new Map(before);
        conversation.set(id, { place, score: score + (before?.get(id)?.score ?? 0) });
        found.set(place.conversationId, conversation);
      }
      conversations = found;
    }
    const best = new Map<string, MatchPlace>();
    for (const [conversationId, places] of conversations ?? []) {
      const [first] = [...places.values()].sort((a, b) => b.score - a.score);
      if (first !== undefined) best.set(conversationId, first.place);
    }
    return best;
  }
}

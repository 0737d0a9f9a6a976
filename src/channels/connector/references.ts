import type { Store } from "../../store/port.ts";
import { Reference, referenceKey } from "./reference.ts";

const remembered = 5_000;

/** Where talks are answered: kept in the store, the newest in memory too. */
export class References {
  readonly #recent = new Map<string, Reference>();

  constructor(private readonly store: Pick<Store, "readState" | "writeState">) {}

  /** As this process last knew it: what was said meanwhile elsewhere may have moved the service URL. */
  async find(talk: string): Promise<Reference | null> {
    return this.#recent.get(talk) ?? this.#read(talk);
  }

  /** Notes where an activity came from; who began the talk stays. Resolves when it is durable. */
  async keep(talk: string, { serviceUrl, bot, ...begun }: Reference): Promise<void> {
    const known = await this.find(talk);
    if (known?.serviceUrl === serviceUrl && known.bot.id === bot.id) return;
    const value = { ...(known ?? begun), serviceUrl, bot } satisfies Reference;
    await this.store.writeState([{ key: referenceKey(talk), value, eTag: "*" }]);
    this.#remember(talk, value);
  }

  /** The next time the store is asked. */
  forget(talk: string): void {
    this.#recent.delete(talk);
  }

  async #read(talk: string): Promise<Reference | null> {
    const stored = (await this.store.readState([referenceKey(talk)])).get(referenceKey(talk));
    if (stored === undefined) return null;
    const reference = Reference.parse(stored.value);
    this.#remember(talk, reference);
    return reference;
  }

  #remember(talk: string, reference: Reference): void {
    this.#recent.delete(talk);
    this.#recent.set(talk, reference);
    const oldest = this.#recent.keys().next();
    if (this.#recent.size > remembered && !oldest.done) this.#recent.delete(oldest.value);
  }
}

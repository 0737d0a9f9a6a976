interface Aside {
  giveBack: () => void;
  until: number;
}

/** What turns that are yet to run will cost, set aside until they have run: else whoever is fast would have much admitted before it costs anything. */
export class SetAside {
  readonly #asides = new Map<string, Aside[]>();

  /** `forgotten`: after so many milliseconds a turn is taken to have run, in another process or not at all. */
  constructor(
    private readonly forgottenMs: number,
    private readonly now: () => number,
  ) {}

  add(conversation: string, giveBack: () => void): void {
    this.#forget();
    const asides = this.#asides.get(conversation) ?? [];
    asides.push({ giveBack, until: this.now() + this.forgottenMs });
    // the last to be added is the last to be looked at
    this.#asides.delete(conversation);
    this.#asides.set(conversation, asides);
  }

  /** One turn of a conversation has run. */
  end(conversation: string): void {
    const asides = this.#asides.get(conversation);
    const first = asides?.shift();
    if (asides?.length === 0) this.#asides.delete(conversation);
    first?.giveBack();
  }

  #forget(): void {
    const now = this.now();
    for (const [conversation, asides] of this.#asides) {
      if ((asides.at(-1)?.until ?? 0) > now) return;
      this.#asides.delete(conversation);
      for (const { giveBack } of asides) giveBack();
    }
  }
}

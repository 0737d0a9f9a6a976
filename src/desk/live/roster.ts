import type { Presence } from "../human-desk.ts";

/** Who of the desk's people is there: what they chose, and when they last gave a sign of life. */
export class Roster {
  readonly #chosen = new Map<string, Presence>();
  readonly #signs = new Map<string, number>();
  readonly #there = new Set<string>();
  readonly #startedAt: number;

  /** Calls `changed` whenever somebody's presence becomes another one. */
  constructor(
    private readonly leaseMs: number,
    private readonly now: () => Date,
    private readonly changed: (agent: string, presence: Presence) => void,
  ) {
    this.#startedAt = now().getTime();
  }

  presence(agent: string): Presence {
    return this.#there.has(agent) ? (this.#chosen.get(agent) ?? "available") : "offline";
  }

  choose(agent: string, presence: Presence): void {
    this.#signs.set(agent, this.now().getTime());
    this.#change(agent, () => {
      this.#chosen.set(agent, presence);
      this.#there.add(agent);
    });
  }

  /** Notes a sign of life. */
  beat(agent: string): void {
    this.#signs.set(agent, this.now().getTime());
    if (!this.#there.has(agent)) this.#change(agent, () => this.#there.add(agent));
  }

  /** When an agent last gave a sign of life, in ms since the epoch; of those who have not yet, the desk's start. */
  lastSign(agent: string): number {
    return this.#signs.get(agent) ?? this.#startedAt;
  }

  /** Takes those for gone who have given no sign of life for too long. */
  call(): void {
    for (const agent of this.#there) {
      if (this.now().getTime() - this.lastSign(agent) > this.leaseMs)
        this.#change(agent, () => this.#there.delete(agent));
    }
  }

  #change(agent: string, change: () => void): void {
    const before = this.presence(agent);
    change();
    const after = this.presence(agent);
    if (after !== before) this.changed(agent, after);
  }
}

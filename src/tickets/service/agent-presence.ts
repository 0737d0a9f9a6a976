import type { Presence } from "../human-desk.ts";

/** Who of the desk's people is there: what they chose, and when they last gave a sign of life. */
export class AgentPresence {
  readonly #chosen = new Map<string, Presence>();
  readonly #signs = new Map<string, number>();
  readonly #there = new Set<string>();
  readonly #startedAt: number;

  /** Calls `changed` whenever somebody's presence becomes another one, and `signed` for each sign of life given here. */
  constructor(
    private readonly leaseMs: number,
    private readonly now: () => Date,
    private readonly changed: (agent: string, presence: Presence) => void,
    private readonly signed: (agent: string, presence: Presence) => void = () => undefined,
  ) {
    this.#startedAt = now().getTime();
  }

  presence(agent: string): Presence {
    return this.#there.has(agent) ? (this.#chosen.get(agent) ?? "available") : "offline";
  }

  /** Whether somebody is there to take a ticket. */
  get isManned(): boolean {
    return [...this.#there].some((agent) => ["available", "busy"].includes(this.presence(agent)));
  }

  choose(agent: string, presence: Presence): void {
    this.#signs.set(agent, this.now().getTime());
    this.#change(agent, () => {
      this.#chosen.set(agent, presence);
      this.#there.add(agent);
    });
    this.signed(agent, presence);
  }

  /** Notes what somebody is in another process, which is a sign of life. */
  heard(agent: string, presence: Presence): void {
    if (presence === "offline") {
      this.#gone(agent);
      return;
    }
    this.sign(agent, this.now().getTime());
    this.#change(agent, () => {
      this.#chosen.set(agent, presence);
      this.#there.add(agent);
    });
  }

  /** Takes somebody for gone at once. */
  leave(agent: string): void {
    this.#gone(agent);
    this.signed(agent, "offline");
  }

  /** Notes when somebody gave a sign of life in another process. */
  sign(agent: string, at: number): void {
    this.#signs.set(agent, Math.max(at, this.lastSign(agent)));
  }

  /** Notes a sign of life. */
  beat(agent: string): void {
    this.#signs.set(agent, this.now().getTime());
    if (!this.#there.has(agent)) this.#change(agent, () => this.#there.add(agent));
    this.signed(agent, this.presence(agent));
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

  #gone(agent: string): void {
    this.#change(agent, () => {
      this.#there.delete(agent);
      this.#chosen.delete(agent);
    });
  }

  #change(agent: string, change: () => void): void {
    const before = this.presence(agent);
    change();
    const after = this.presence(agent);
    if (after !== before) this.changed(agent, after);
  }
}

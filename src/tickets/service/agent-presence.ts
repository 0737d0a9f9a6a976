import type { Presence } from "../human-desk.ts";

/** Presence of agents: their chosen status and last heartbeat. */
export class AgentPresence {
  readonly #chosen = new Map<string, Presence>();
  readonly #heartbeats = new Map<string, number>();
  readonly #there = new Set<string>();
  readonly #startedAt: number;

  /** Calls `changed` when a presence changes, and `signed` for each heartbeat in this process. */
  constructor(
    private readonly leaseMs: number,
    private readonly now: () => Date,
    private readonly changed: (agent: string, presence: Presence) => void,
    private readonly onHeartbeat: (agent: string, presence: Presence) => void = () => undefined,
  ) {
    this.#startedAt = now().getTime();
  }

  presence(agent: string): Presence {
    return this.#there.has(agent) ? (this.#chosen.get(agent) ?? "available") : "offline";
  }

  /** Reports whether an agent is available to claim a ticket. */
  get isManned(): boolean {
    return [...this.#there].some((agent) => ["available", "busy"].includes(this.presence(agent)));
  }

  choose(agent: string, presence: Presence): void {
    this.#heartbeats.set(agent, this.now().getTime());
    this.#change(agent, () => {
      this.#chosen.set(agent, presence);
      this.#there.add(agent);
    });
    this.onHeartbeat(agent, presence);
  }

  /** Applies a presence from another process, which counts as a heartbeat. */
  applyRemote(agent: string, presence: Presence): void {
    if (presence === "offline") {
      this.#setOffline(agent);
      return;
    }
    this.recordRemote(agent, this.now().getTime());
    this.#change(agent, () => {
      this.#chosen.set(agent, presence);
      this.#there.add(agent);
    });
  }

  /** Sets an agent offline immediately. */
  leave(agent: string): void {
    this.#setOffline(agent);
    this.onHeartbeat(agent, "offline");
  }

  /** Applies a heartbeat from another process. */
  recordRemote(agent: string, at: number): void {
    this.#heartbeats.set(agent, Math.max(at, this.lastHeartbeat(agent)));
  }

  /** Records a heartbeat. */
  heartbeat(agent: string): void {
    this.#heartbeats.set(agent, this.now().getTime());
    if (!this.#there.has(agent)) this.#change(agent, () => this.#there.add(agent));
    this.onHeartbeat(agent, this.presence(agent));
  }

  /** Returns the last heartbeat in ms since the epoch; the start of the process when there was none. */
  lastHeartbeat(agent: string): number {
    return this.#heartbeats.get(agent) ?? this.#startedAt;
  }

  /** Sets agents offline whose heartbeat expired. */
  expire(): void {
    for (const agent of this.#there) {
      if (this.now().getTime() - this.lastHeartbeat(agent) > this.leaseMs)
        this.#change(agent, () => this.#there.delete(agent));
    }
  }

  #setOffline(agent: string): void {
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

import { randomInt } from "node:crypto";
import { z } from "zod";
import type { Activity, LogEntry } from "../../store/records.ts";
import type { Store } from "../../store/store.ts";
import { queuePosition, senderOf } from "../handoff-events.ts";
import type { Actor, DeskEvent, DeskNews, QueueLine } from "../human-desk.ts";

type Listener = (conversationId: string, activity: Activity) => void;

/** Ephemeral activities for people. */
export class EphemeralEvents {
  readonly #listeners = new Set<{ call: Listener }>();

  constructor(private readonly peers: Pick<PeerProcesses, "ephemeral">) {}

  /** Subscribes. Returns a function that unsubscribes. */
  watch(call: Listener): () => void {
    const listener = { call };
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  place = (line: QueueLine): void => this.#pass(line.ticket.conversationId, queuePosition(line));

  typing(conversationId: string, actor: Actor): void {
    const activity = { type: "typing", from: senderOf(actor) };
    this.#pass(conversationId, activity);
    this.peers.ephemeral(conversationId, activity);
  }

  /** Delivers an activity from another process. Queue positions are computed in each process. */
  deliver(conversationId: string, activity: Activity): void {
    this.#pass(conversationId, activity);
  }

  #pass(conversationId: string, activity: Activity): void {
    for (const { call } of this.#listeners) call(conversationId, activity);
  }
}

export const StoredHeartbeat = z.object({ at: z.number() });
const Presence = z.object({ agent: z.string(), presence: z.enum(["available", "busy", "away", "offline"]) });
type Presence = z.infer<typeof Presence>;
const Passed = z.object({
  conversationId: z.string(),
  activity: z.custom<Activity>((value) => typeof value === "object" && value !== null && "type" in value),
});
const conversation = { conversationId: z.string(), ticket: z.number(), who: z.enum(["person", "agent"]) };
const News = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("typing"), ...conversation, agent: z.string().nullable() }),
  z.object({ kind: z.literal("read"), ...conversation, upTo: z.number() }),
]);

/** Handlers of messages from other processes. */
interface PeerMessage {
  ephemeral: (conversationId: string, activity: Activity) => void;
  news: (news: DeskNews) => void;
  presence: (agent: string, presence: Presence["presence"]) => void;
}

/**
 * The other processes of the desk. Ephemeral messages may be lost. Heartbeats are also stored, because a ticket must not
 * be taken from an agent who is present in another process.
 */
export class PeerProcesses {
  readonly #stored = new Map<string, number>();

  constructor(
    private readonly store: Pick<Store, "pass" | "hear" | "readState" | "writeState">,
    private readonly now: () => Date,
    private readonly leaseMs: number,
    private readonly log: (event: string, about: Record<string, unknown>) => void,
  ) {}

  /** Subscribes to messages. Returns a function that unsubscribes. */
  subscribe({ ephemeral, news, presence }: PeerMessage): () => void {
    const stops = [
      this.#subscribe("passing", Passed, ({ conversationId, activity }) =>
        ephemeral(conversationId, activity),
      ),
      this.#subscribe("news", News, news),
      this.#subscribe("presence", Presence, ({ agent, presence: now }) => presence(agent, now)),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }

  ephemeral(conversationId: string, activity: Activity): void {
    this.store.pass("passing", { conversationId, activity });
  }

  news(news: z.infer<typeof News>): void {
    this.store.pass("news", news);
  }

  /** Publishes a heartbeat of this process, and stores it from time to time. */
  heartbeat(agent: string, presence: Presence["presence"]): void {
    this.store.pass("presence", { agent, presence });
    const at = this.now().getTime();
    if (at - (this.#stored.get(agent) ?? 0) < this.leaseMs / 4) return;
    this.#stored.set(agent, at);
    this.store
      .writeState([{ key: heartbeatKey(agent), value: { at }, eTag: "*" }])
      .catch((error: unknown) => {
        this.#stored.delete(agent);
        this.log("sign of life not stored", { agent, error });
      });
  }

  /** Returns the last stored heartbeat of an agent in ms since the epoch; 0: none. */
  async lastHeartbeat(agent: string): Promise<number> {
    const state = (await this.store.readState([heartbeatKey(agent)])).get(heartbeatKey(agent));
    return state === undefined ? 0 : StoredHeartbeat.parse(state.value).at;
  }

  #subscribe<T>(topic: string, schema: z.ZodType<T>, call: (what: T) => void): () => void {
    return this.store.hear(topic, (what) => {
      const parsed = schema.safeParse(what);
      if (parsed.success) call(parsed.data);
    });
  }
}

const heartbeatKey = (agent: string): string => `desk/signs/${agent}`;

/** number of older entries with which the feed of a conversation starts */
const FIRST_LOOK = 20;
const PAGE = 200;
const REMEMBERED_CONVERSATIONS = 5_000;

/** Delivers new log entries of conversations with tickets, in order. The first entries may repeat. */
export class EventFeed {
  readonly #given = new Map<string, number>();
  #work: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: Pick<Store, "readLog">,
    private readonly give: (conversationId: string, entry: LogEntry) => void,
    private readonly failed: (error: unknown, conversationId: string) => void,
  ) {}

  /** Records that a log has grown. */
  grown(conversationId: string, lastSeq: number): void {
    this.#work = this.#work
      .then(() => this.#giveUpTo(conversationId, lastSeq))
      .catch((error: unknown) => this.failed(error, conversationId));
  }

  async #giveUpTo(conversationId: string, lastSeq: number): Promise<void> {
    let after = this.#given.get(conversationId) ?? Math.max(0, lastSeq - FIRST_LOOK);
    while (after < lastSeq) {
      const entries = await this.store.readLog(conversationId, { after, limit: PAGE });
      for (const entry of entries) this.give(conversationId, entry);
      const last = entries.at(-1);
      if (last === undefined) return;
      after = last.seq;
      this.#remember(conversationId, after);
    }
  }

  #remember(conversationId: string, seq: number): void {
    this.#given.delete(conversationId);
    this.#given.set(conversationId, seq);
    const oldest = this.#given.keys().next();
    if (this.#given.size > REMEMBERED_CONVERSATIONS && !oldest.done) this.#given.delete(oldest.value);
  }
}

const KEPT = 5_000;
const PER_MS = 1_000;

/**
 * Ring of recent desk events. Numbers increase across restarts as far as the clock does; each process has its
 * own.
 */
export class DeskEvents {
  readonly #kept: DeskEvent[] = [];
  readonly #listeners = new Set<{ call: (event: DeskEvent) => void }>();
  /** offset that separates the numbers of processes in one millisecond */
  readonly #own = randomInt(PER_MS);
  #last: number;
  /** sequence number of the last dropped event */
  #forgotten: number;

  constructor(private readonly now: () => Date) {
    this.#last = this.#clock();
    this.#forgotten = this.#last;
  }

  get last(): number {
    return this.#last;
  }

  tell(news: DeskNews): void {
    this.#last = Math.max(this.#last + 1, this.#clock());
    const event: DeskEvent = { seq: this.#last, ...news };
    this.#kept.push(event);
    if (this.#kept.length > KEPT) this.#forgotten = this.#kept.shift()?.seq ?? this.#forgotten;
    for (const { call } of this.#listeners) call(event);
  }

  /** Returns the events after `seq`; null when some were dropped, or `seq` is from another process. */
  after(seq: number): DeskEvent[] | null {
    if (seq !== this.#forgotten && !this.#kept.some((event) => event.seq === seq)) return null;
    return this.#kept.filter((event) => event.seq > seq);
  }

  /** Subscribes; `call` must not throw. Returns a function that unsubscribes. */
  watch(call: (event: DeskEvent) => void): () => void {
    const listener = { call };
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  #clock(): number {
    return this.now().getTime() * PER_MS + this.#own;
  }
}

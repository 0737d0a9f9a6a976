import { z } from "zod";
import type { Store } from "../store/store.ts";
import type { AuditLog, AuditRecorder } from "./audit-log.ts";

/** A reader, and their network address. */
export interface AuditReader {
  agent: string;
  from: string;
}

/** An opened conversation, with its relation to the reader. */
export interface OpenedConversation {
  conversation: string;
  ticket: number;
  whose: "own" | "other's" | "queue" | "closed";
}

/** Records who read what. Repeated reads within an hour are recorded once. */
export interface ReadLog {
  opened(reader: AuditReader, opened: OpenedConversation): Promise<void>;
  /** Records a search. `tickets`: those with visible hits. */
  searched(reader: AuditReader, tickets: readonly number[]): Promise<void>;
  /** Records a search for a person. `conversations`: those found. */
  lookedFor(reader: AuditReader, conversations: readonly string[]): Promise<void>;
}

const topic = "readings";
const hourMs = 3_600_000;
/** limit for one agent within an hour */
const mostRemembered = 10_000;
const mostIds = 50;

/** Event from another process: a recorded read, or an alarm. */
const Passed = z.union([
  z.object({ agent: z.string(), key: z.string(), counts: z.boolean() }),
  z.object({ agent: z.string(), told: z.literal(true) }),
]);

/** Reads of one agent within the last hour. */
class Hour {
  readonly #read = new Map<string, { at: number; counts: boolean }>();
  alarmedAt = Number.NEGATIVE_INFINITY;

  has(key: string, now: number): boolean {
    const seen = this.#read.get(key);
    return seen !== undefined && now - seen.at < hourMs;
  }

  add(key: string, counts: boolean, now: number): void {
    this.#read.delete(key);
    this.#read.set(key, { at: now, counts });
    for (const [first, { at }] of this.#read) {
      if (now - at < hourMs && this.#read.size <= mostRemembered) break;
      this.#read.delete(first);
    }
  }

  remove(key: string): void {
    this.#read.delete(key);
  }

  /** number of conversations that were not the agent's own */
  count(now: number): number {
    let count = 0;
    for (const { at, counts } of this.#read.values()) if (counts && now - at < hourMs) count += 1;
    return count;
  }
}

/**
 * Makes the read log. Unusual reading is reported once an hour, in the audit log and to `alarm`. Processes of a store
 * count together. A failure to record does not prevent reading, and is reported to `failed`.
 */
export function makeReadLog(parts: {
  log: Pick<AuditLog, "add">;
  audit: AuditRecorder;
  unusualPerHour: number;
  sharing: Pick<Store, "pass" | "hear">;
  alarm: (about: { agent: string; conversations: number }) => void;
  failed: (error: unknown) => void;
  now: () => Date;
}): ReadLog {
  const { log, audit, unusualPerHour, sharing, alarm, failed, now } = parts;
  const hours = new Map<string, Hour>();
  const hourOf = (agent: string): Hour => {
    const hour = hours.get(agent) ?? new Hour();
    hours.set(agent, hour);
    return hour;
  };
  sharing.hear(topic, (what) => {
    const heard = Passed.safeParse(what);
    if (!heard.success) return;
    const [hour, at] = [hourOf(heard.data.agent), now().getTime()];
    if ("told" in heard.data) hour.alarmedAt = at;
    else hour.add(heard.data.key, heard.data.counts, at);
  });

  const count = async (agent: string): Promise<void> => {
    const [hour, at] = [hourOf(agent), now().getTime()];
    const conversations = hour.count(at);
    if (conversations <= unusualPerHour || at - hour.alarmedAt < hourMs) return;
    hour.alarmedAt = at;
    sharing.pass(topic, { agent, told: true });
    alarm({ agent, conversations });
    const about = { agent, conversations: String(conversations) };
    await audit({ who: { kind: "desk" }, from: null, what: "unusual reading", about });
  };
  const note = async (
    { agent, from }: AuditReader,
    what: "conversation read" | "tickets searched" | "person looked for",
    about: Record<string, string>,
    { key, counts }: { key: string; counts: boolean },
  ): Promise<void> => {
    const [hour, at] = [hourOf(agent), now().getTime()];
    if (hour.has(key, at)) return;
    hour.add(key, counts, at);
    sharing.pass(topic, { agent, key, counts });
    try {
      await log.add({ who: { kind: "agent", id: agent }, from, what, about });
      if (counts) await count(agent);
    } catch (error) {
      hour.remove(key);
      failed(error);
    }
  };
  let looks = 0;
  return {
    opened: (reader, { conversation, ticket, whose }) =>
      note(
        reader,
        "conversation read",
        { conversation, ticket: String(ticket), whose },
        { key: conversation, counts: whose !== "own" },
      ),
    searched: async (reader, tickets) => {
      if (tickets.length === 0) return;
      const shown = tickets.slice(0, mostIds).join(" ");
      await note(reader, "tickets searched", { tickets: shown }, { key: `search ${shown}`, counts: false });
    },
    lookedFor: (reader, conversations) => {
      looks += 1;
      const found = conversations.slice(0, mostIds).join(" ");
      return note(
        reader,
        "person looked for",
        { found: String(conversations.length), ...(found !== "" && { conversations: found }) },
        { key: `person ${process.pid} ${looks}`, counts: true },
      );
    },
  };
}

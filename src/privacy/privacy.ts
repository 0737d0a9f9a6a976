import { type AuditLog, type AuditRecorder, openAuditLog } from "../audit/audit-log.ts";
import { ClockMark, nextClockMark, roundMs } from "../runtime/monotonic-clock.ts";
import { StateConflict } from "../store/errors.ts";
import type { Conversation } from "../store/records.ts";
import type { Store } from "../store/store.ts";
import type { Ticket } from "../store/ticket.ts";
import { classOf, dueAt, type Retention, type RetentionClass } from "../tickets/settings.ts";
import { type Eraser, type Holds, makeEraser, openHolds } from "./eraser.ts";

/** A conversation whose retention has expired. */
interface Due {
  conversationId: string;
  class: RetentionClass;
  /** time of the last message or ticket change */
  since: string;
  due: string;
}

/** Result of a run, or why it was skipped: the first run, or a recent one in another process. */
type RetentionRun =
  | { skipped: "first" | "recent" }
  | {
      removed: number;
      byClass: Partial<Record<RetentionClass, number>>;
      left: number;
      auditLines: number;
      readingLines: number;
    };

interface RetentionParts {
  store: Pick<Store, "conversation" | "conversations" | "readLog" | "ticketsOf" | "readState" | "writeState">;
  holds: Pick<Holds, "holds">;
  eraser: Pick<Eraser, "remove">;
  auditLog: Pick<AuditLog, "forgetBefore">;
  readingLog: Pick<AuditLog, "forgetBefore">;
  record: AuditRecorder;
  retention: Retention;
  now: () => Date;
}

const key = "desk/retention";
const DAY_MS = 86_400_000;
/** limit of one run, absolute and as a share of all conversations, so that a mistake is noticed in time */
const mostAtOnce = 50;
const mostShare = 0.05;
/** each step drops a few hundred entries */
const mostSteps = 50;

/** Returns the time of the last message or ticket change. */
async function sinceOf(
  store: Pick<Store, "readLog">,
  { id, lastSeq, startedAt }: Conversation,
  tickets: readonly Ticket[],
): Promise<string> {
  const [last] = lastSeq === 0 ? [] : await store.readLog(id, { after: lastSeq - 1, limit: 1 });
  const times = [startedAt, last?.at ?? startedAt, ...tickets.map(({ state }) => state.since)];
  return times.reduce((a, b) => (a > b ? a : b));
}

/** Returns whether a due conversation is still unchanged. */
async function isStill(store: RetentionParts["store"], { conversationId, since }: Due): Promise<boolean> {
  const conversation = await store.conversation(conversationId);
  if (conversation === undefined || conversation === "erased") return false;
  return (await sinceOf(store, conversation, await store.ticketsOf(conversationId))) === since;
}

/** Lists conversations that are due at an instant, and counts all. Changes nothing. */
async function dueConversations(
  { store, holds, retention }: Pick<RetentionParts, "store" | "holds" | "retention">,
  at: Date,
): Promise<{ due: Due[]; conversations: number }> {
  const due: Due[] = [];
  let conversations = 0;
  for await (const conversation of store.conversations()) {
    conversations += 1;
    const tickets = await store.ticketsOf(conversation.id);
    const kept = classOf(tickets, await holds.holds(conversation));
    const since = await sinceOf(store, conversation, tickets);
    const goes = dueAt(kept, Date.parse(since), retention);
    if (goes !== null && goes <= at.getTime())
      due.push({ conversationId: conversation.id, class: kept, since, due: new Date(goes).toISOString() });
  }
  return { due: due.sort((a, b) => (a.due < b.due ? -1 : 1)), conversations };
}

/** Returns the trusted time for a run. Of concurrent processes only one gets it; the first run gets none. */
async function believedTime({
  store,
  now,
}: Pick<RetentionParts, "store" | "now">): Promise<Date | "first" | "recent"> {
  const kept = (await store.readState([key])).get(key);
  const before = kept === undefined ? null : ClockMark.parse(kept.value);
  const mark = nextClockMark(before, now());
  if (mark === null) return "recent";
  try {
    await store.writeState([{ key, value: mark, eTag: kept?.eTag ?? null }]);
  } catch (error) {
    if (error instanceof StateConflict) return "recent";
    throw error;
  }
  return before === null ? "first" : new Date(mark.believed);
}

/**
 * Drops entries older than `at` in steps, because a day can add more than one step removes. Returns how many.
 */
async function forgetAll(log: Pick<AuditLog, "forgetBefore">, at: Date): Promise<number> {
  let all = 0;
  for (let step = 0; step < mostSteps; step += 1) {
    const some = await log.forgetBefore(at);
    if (some === 0) break;
    all += some;
  }
  return all;
}

/** Erases what is due at the trusted time, the longest due first, up to the limit. */
async function runRetention(parts: RetentionParts): Promise<RetentionRun> {
  const { store, eraser, auditLog, readingLog, record, retention } = parts;
  const at = await believedTime(parts);
  if (typeof at === "string") return { skipped: at };
  const { due, conversations } = await dueConversations(parts, at);
  const most = Math.max(mostAtOnce, Math.ceil(conversations * mostShare));
  const byClass: Partial<Record<RetentionClass, number>> = {};
  let removed = 0;
  for (const found of due.slice(0, most)) {
    const { conversationId, class: kept } = found;
    if (!(await isStill(store, found)) || "refused" in (await eraser.remove(conversationId))) continue;
    removed += 1;
    byClass[kept] = (byClass[kept] ?? 0) + 1;
  }
  const before = (days: number): Date => new Date(at.getTime() - days * DAY_MS);
  const auditLines = await auditLog.forgetBefore(before(retention.auditDays));
  const readingLines = await forgetAll(readingLog, before(retention.readingDays));
  const left = Math.max(0, due.length - most);
  if (removed + auditLines + readingLines > 0) {
    const counts = Object.entries({ ...byClass, auditLines, readingLines, left }).map(([name, n]) => [
      name,
      String(n),
    ]);
    await record({
      who: { kind: "desk" },
      from: null,
      what: "retention run",
      about: Object.fromEntries(counts),
    });
  }
  return { removed, byClass, left, auditLines, readingLines };
}

/** Privacy operations of a desk: export, erasure, holds, retention. */
export interface Privacy {
  store: Store;
  holds: Holds;
  eraser: Eraser;
  record: AuditRecorder;
  /** log of who read what, with a shorter retention than the audit log */
  readingLog: AuditLog;
  /** Lists what retention would erase by the system clock. */
  due(): ReturnType<typeof dueConversations>;
  retain(): Promise<RetentionRun>;
}

/** Opens the privacy operations on a store; `gone` is called for each erased conversation. */
export function openPrivacy(parts: {
  store: Store;
  auditLog: AuditLog;
  record: AuditRecorder;
  retention: Retention;
  now: () => Date;
  onErased: (conversationId: string) => void;
}): Privacy {
  const { store, auditLog, record, retention, now, onErased } = parts;
  const readingLog = openAuditLog(store, now, "readings");
  const holds = openHolds(store, now);
  const eraser = makeEraser({ store, holds, record, now, onErased });
  return {
    store,
    holds,
    eraser,
    record,
    readingLog,
    due: () => dueConversations({ store, holds, retention }, now()),
    retain: () => runRetention({ store, holds, eraser, auditLog, readingLog, record, retention, now }),
  };
}

const firstAfterMs = 10 * 60_000;

/**
 * Starts retention: minutes after the start, then four times a day by elapsed time. Returns a handle that
 * stops it.
 */
export function startRetention(
  { retain }: Pick<Privacy, "retain">,
  tell: (event: string, about: Record<string, unknown>) => void,
): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  const run = (): void => {
    running = retain().then(
      (run) => tell("retention", { ...run }),
      (error: unknown) => tell("retention failed", { error }),
    );
  };
  const first = setTimeout(run, firstAfterMs).unref();
  const every = setInterval(run, roundMs).unref();
  return {
    stop: async () => {
      clearTimeout(first);
      clearInterval(every);
      await running;
    },
  };
}

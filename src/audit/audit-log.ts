import { createHash } from "node:crypto";
import { StateConflict } from "../store/errors.ts";
import type { AuditEnds, AuditName } from "../store/staff.ts";
import type { Store } from "../store/store.ts";
import { type AuditAction, type AuditActor, AuditEntry, type AuditEvent } from "./audit-entry.ts";

/** Which lines of the audit log are wanted; what is not said does not matter. */
interface AuditFilter {
  /** the id of one of the desk's people */
  who?: string | undefined;
  what?: AuditAction | undefined;
  /** an id or a value that the line is about */
  about?: string | undefined;
}

/** Tells whether a line is one of those. */
const matchesFilter = (line: AuditEntry, { who, what, about }: AuditFilter): boolean =>
  (who === undefined || (line.who.kind === "agent" && line.who.id === who)) &&
  (what === undefined || line.what === what) &&
  (about === undefined || Object.values(line.about).some((value) => value.split(" ").includes(about)));

/** Value of `before` in the first entry. */
const chainStart = "0".repeat(64);

const actorFields = (actor: AuditActor): string[] =>
  actor.kind === "agent" ? [actor.kind, actor.id] : [actor.kind];

/** Returns the SHA-256 of an entry and the previous hash, in hexadecimal. */
function hashOf(line: Omit<AuditEntry, "hash">): string {
  const about = Object.entries(line.about).sort(([a], [b]) => (a < b ? -1 : 1));
  const said = [line.seq, line.at, actorFields(line.who), line.from, line.what, about, line.before];
  return createHash("sha256").update(JSON.stringify(said)).digest("hex");
}

/** Why the log is not what was written, and at which line. */
interface AuditFault {
  seq: number;
  fault: "missing" | "changed";
}

/** What the desk's people, operators and the desk itself did. Lines are added; none is changed. */
export interface AuditLog {
  /** Resolves when the line is durable. */
  add(done: AuditEvent): Promise<AuditEntry>;
  /** Reads wanted lines with seq < `before`, the newest first. */
  newest(range: { before?: number; limit: number; wanted?: AuditFilter }): Promise<AuditEntry[]>;
  /** Yields all lines, oldest first. */
  lines(): AsyncIterable<AuditEntry>;
  /** Finds the first line that was removed or changed; null when all are as they were written. */
  fault(): Promise<AuditFault | null>;
  /**
   * Drops the oldest lines from before `at`, and returns how many. The chain is verified from the first remaining one.
   */
  forgetBefore(at: Date): Promise<number>;
}

const pageLength = 100;

/** Keeps each line in a record of its own and the ends of the chain in another, written together. Who read what is a log beside that of deeds. */
export function openAuditLog(
  store: Pick<Store, "auditEnds" | "auditLines" | "writeAudit">,
  now: () => Date,
  name: AuditName = "audit",
): AuditLog {
  const readEnds = async (): Promise<{ from: AuditEnds | null; ends: AuditEnds }> => {
    const kept = await store.auditEnds(name);
    const ends = kept ?? { first: 1, last: 0, before: chainStart, hash: chainStart };
    return { from: kept ?? null, ends };
  };
  const read = async (from: number, to: number): Promise<Map<number, AuditEntry>> => {
    const kept = await store.auditLines(name, from, to);
    return new Map([...kept].map(([seq, line]) => [seq, AuditEntry.parse(line)]));
  };
  async function* pages(): AsyncGenerator<{ from: number; to: number; lines: Map<number, AuditEntry> }> {
    const { ends } = await readEnds();
    for (let from = ends.first; from <= ends.last; from += pageLength) {
      const to = Math.min(ends.last, from + pageLength - 1);
      yield { from, to, lines: await read(from, to) };
    }
  }
  const retried = async <T>(attempt: () => Promise<T>): Promise<T> => {
    for (;;) {
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof StateConflict)) throw error;
      }
    }
  };
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(() => retried(work));
    last = mine.catch(() => undefined);
    return mine;
  };

  return {
    add: (done) =>
      inTurn(async () => {
        const { from, ends } = await readEnds();
        const unsealed = { ...done, seq: ends.last + 1, at: now().toISOString(), before: ends.hash };
        const line = { ...unsealed, hash: hashOf(unsealed) };
        await store.writeAudit(name, {
          from,
          ends: { ...ends, last: line.seq, hash: line.hash },
          lines: [{ seq: line.seq, value: line }],
        });
        return line;
      }),
    newest: async ({ before = Number.POSITIVE_INFINITY, limit, wanted = {} }) => {
      const { ends } = await readEnds();
      const found: AuditEntry[] = [];
      for (let to = Math.min(ends.last, before - 1); to >= ends.first && found.length < limit; to -= limit) {
        const lines = await read(Math.max(ends.first, to - limit + 1), to);
        found.push(...[...lines.values()].reverse().filter((line) => matchesFilter(line, wanted)));
      }
      return found.slice(0, limit);
    },
    lines: async function* () {
      for await (const { lines } of pages()) yield* lines.values();
    },
    fault: async () => {
      const { ends } = await readEnds();
      let { before } = ends;
      for await (const { from, to, lines } of pages())
        for (let seq = from; seq <= to; seq += 1) {
          const line = lines.get(seq);
          if (line === undefined) return { seq, fault: "missing" };
          if (line.seq !== seq || line.before !== before || hashOf(line) !== line.hash)
            return { seq, fault: "changed" };
          before = line.hash;
        }
      const end = (await read(ends.last, ends.last)).get(ends.last);
      return end === undefined || end.hash === ends.hash ? null : { seq: ends.last, fault: "changed" };
    },
    forgetBefore: (at) =>
      inTurn(async () => {
        const { from, ends } = await readEnds();
        const old = [];
        for (const line of (await read(ends.first, Math.min(ends.last, ends.first + 999))).values()) {
          if (line.at >= at.toISOString()) break;
          old.push(line);
        }
        const newest = old.at(-1);
        if (newest === undefined) return 0;
        await store.writeAudit(name, {
          from,
          ends: { ...ends, first: newest.seq + 1, before: newest.hash },
          lines: [],
        });
        return old.length;
      }),
  };
}

/** Notes in the audit log, and for the operator, what was done. */
export type AuditRecorder = (done: AuditEvent) => Promise<void>;

/** Makes a recorder; `tell` hears of each line once it is durable. */
export const makeAuditRecorder =
  (
    log: Pick<AuditLog, "add">,
    tell: (event: string, about: Record<string, unknown>) => void,
  ): AuditRecorder =>
  async (done) => {
    const { seq, who, what, about } = await log.add(done);
    tell(what, { audit: seq, by: who.kind === "agent" ? who.id : who.kind, ...about });
  };

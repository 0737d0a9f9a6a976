import {
  EarlierSessions,
  earlierKeys,
  endsOfEarlier,
  movedMark,
  parseMoved,
  staffOfEarlier,
} from "../earlier-staff.ts";
import { AuditName } from "../staff.ts";
import type { StoreLog } from "../store.ts";
import { endsChange } from "./audit-logs.ts";
import { unlessBroken } from "./conversations.ts";
import { type DocumentName, documentsOf } from "./document-file.ts";
import type { DocumentWriter } from "./document-writer.ts";
import type { JournalOperation } from "./journal-operation.ts";
import type { StaffRecords } from "./staff.ts";

/** lines of an audit log in one record */
const linesAtOnce = 128;

const namesOf = (changes: readonly JournalOperation[]): DocumentName[] => [
  ...new Set(changes.flatMap(documentsOf)),
];

/**
 * Moves the staff and audit logs of earlier versions from bot state into records of their own. People and their
 * sessions move in one record of the journal, audit logs line by line, then their ends. Resumes after an interruption.
 * Returns whether anything has moved. Throws when the document of the people is broken: without it anybody could
 * become the owner.
 */
export async function moveEarlierStaff(
  documentWriter: DocumentWriter,
  staff: StaffRecords,
  log: StoreLog,
): Promise<boolean> {
  const move = new Move(documentWriter, log);
  let some = await move.people(staff);
  for (const name of AuditName.options) some = (await move.auditLog(name)) || some;
  return some;
}

class Move {
  constructor(
    private readonly documentWriter: DocumentWriter,
    private readonly log: StoreLog,
  ) {}

  async people(staff: StaffRecords): Promise<boolean> {
    const text = await this.#text(earlierKeys.people);
    const writes = text === undefined ? undefined : staffOfEarlier(JSON.parse(text));
    if (writes === undefined) return false;
    const changes: JournalOperation[] = [
      { do: "state", key: earlierKeys.people, value: JSON.stringify(movedMark()) },
    ];
    let sessions = 0;
    for (const { id } of writes.filter(({ kind }) => kind === "account"))
      for (const [key, value] of await this.#sessionsOf(id, changes)) {
        changes.push({ do: "session", key, account: id, value });
        sessions += 1;
      }
    await staff.change(null, writes, changes, namesOf(changes));
    this.log.info({ records: writes.length, sessions }, "staff moved into records of their own");
    return true;
  }

  /** Reads the readable sessions of an account, and adds the removal of their former records to `changes`. */
  async #sessionsOf(account: string, changes: JournalOperation[]): Promise<[key: string, value: string][]> {
    const list = earlierKeys.sessionsOf(account);
    const keys = await unlessBroken(this.log, () => this.#text(list));
    if (keys === undefined) return [];
    changes.push({ do: "state", key: list });
    const found: [string, string][] = [];
    for (const key of EarlierSessions.parse(JSON.parse(keys)).keys) {
      const value = await unlessBroken(this.log, () => this.#text(earlierKeys.session(key)));
      if (value === undefined) continue;
      changes.push({ do: "state", key: earlierKeys.session(key) });
      found.push([key, value]);
    }
    return found;
  }

  async auditLog(log: AuditName): Promise<boolean> {
    const key = earlierKeys.ends(log);
    const text = await this.#text(key);
    if (text === undefined) return false;
    const value: unknown = JSON.parse(text);
    const ends = endsOfEarlier(value);
    if (ends !== undefined) {
      await this.#inBatches(ends, async (seq) => {
        const line = await unlessBroken(this.log, () => this.#text(earlierKeys.line(log, seq)));
        return line === undefined ? [] : [{ do: "audit-line", log, seq, line }];
      });
      const left = { first: ends.first, last: ends.last };
      await this.#write([
        endsChange(log, ends.first, ends),
        { do: "state", key, value: JSON.stringify(movedMark(left)) },
      ]);
    }
    const left = ends ?? parseMoved(value)?.left;
    if (left === undefined) return false;
    await this.#inBatches(left, async (seq) => [{ do: "state", key: earlierKeys.line(log, seq) }]);
    await this.#write([{ do: "state", key, value: JSON.stringify(movedMark()) }]);
    this.log.info({ log, lines: left.last - left.first + 1 }, "audit log moved into records of its own");
    return true;
  }

  async #inBatches(
    { first, last }: { first: number; last: number },
    changesOf: (seq: number) => Promise<JournalOperation[]>,
  ): Promise<void> {
    let changes: JournalOperation[] = [];
    for (let seq = first; seq <= last; seq += 1) {
      changes.push(...(await changesOf(seq)));
      const ended = seq === last || (seq - first) % linesAtOnce === linesAtOnce - 1;
      if (!ended || changes.length === 0) continue;
      await this.#write(changes);
      changes = [];
    }
  }

  async #write(changes: JournalOperation[]): Promise<void> {
    await this.documentWriter.alone(namesOf(changes), () => this.documentWriter.write(changes));
  }

  async #text(key: string): Promise<string | undefined> {
    return (await this.documentWriter.documentStore.states.look(key)).value?.text;
  }
}

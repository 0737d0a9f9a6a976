import type { AuditPiece, StaffPiece } from "../copy-store.ts";
import { AuditName } from "../staff.ts";
import { endsChange, readAuditEnds, readAuditLines } from "./audit-logs.ts";
import { documentsOf } from "./document-file.ts";
import type { DocumentStore } from "./document-store.ts";
import type { DocumentWriter } from "./document-writer.ts";
import type { JournalOperation } from "./journal-operation.ts";
import { startSession } from "./sessions.ts";
import type { StaffRecords } from "./staff.ts";
import { parseStaffName, type StaffFile } from "./staff-files.ts";

/** lines of an audit log that are read at once */
const linesAtOnce = 512;

/** Adds a record of the staff of another store, unless it is there already. */
export async function putStaff(
  { documentStore }: DocumentWriter,
  staff: StaffRecords,
  { of, id, value }: Extract<StaffPiece, { kind: "staff" }>,
): Promise<void> {
  if ((await documentStore.staff.look(`${of}/${id}`)).record !== undefined) return;
  await staff.change(null, [{ kind: of, id, value: JSON.parse(value) }]);
}

export async function putSession(
  documentWriter: DocumentWriter,
  { key, account, value }: Extract<StaffPiece, { kind: "session" }>,
): Promise<void> {
  if ((await documentWriter.documentStore.sessions.look(key)).record !== undefined) return;
  await startSession(documentWriter, { key, account, value: JSON.parse(value) }, []);
}

export async function putAudit(documentWriter: DocumentWriter, piece: AuditPiece): Promise<void> {
  const { log } = piece;
  const change: JournalOperation =
    piece.kind === "audit-ends"
      ? endsChange(log, piece.ends.first, piece.ends)
      : { do: "audit-line", log, seq: piece.seq, line: piece.line };
  const [name = `audit:${log}` as const] = documentsOf(change);
  await documentWriter.alone([name], async () => {
    const file = await documentWriter.documentStore.audits.look(name.slice("audit:".length));
    const known = piece.kind === "audit-ends" ? file.ends !== undefined : file.lines.has(piece.seq);
    if (!known) await documentWriter.write([change]);
  });
}

/** Yields the staff in their order, each account followed by its sessions. */
export async function* staffPieces(
  documentStore: DocumentStore,
  names: Iterable<string>,
): AsyncGenerator<StaffPiece> {
  const files: StaffFile[] = [];
  for (const name of names) files.push(await documentStore.staff.glance(name));
  files.sort((a, b) => (a.record?.position ?? 0) - (b.record?.position ?? 0));
  for (const { name, record, sessions } of files) {
    const { of, id } = parseStaffName(name);
    if (record !== undefined) yield { kind: "staff", of, id, value: record.text };
    for (const key of sessions) {
      const session = (await documentStore.sessions.glance(key)).record;
      if (session !== undefined) yield { kind: "session", key, account: id, value: session.text };
    }
  }
}

/** Yields each audit log: its lines, then its ends. */
export async function* auditPieces(documentStore: DocumentStore): AsyncGenerator<AuditPiece> {
  for (const log of AuditName.options) {
    const ends = await readAuditEnds(documentStore, log);
    if (ends === undefined) continue;
    for (let from = ends.first; from <= ends.last; from += linesAtOnce) {
      const lines = await readAuditLines(
        documentStore,
        log,
        from,
        Math.min(ends.last, from + linesAtOnce - 1),
      );
      for (const [seq, line] of lines) yield { kind: "audit-line", log, seq, line: JSON.stringify(line) };
    }
    yield { kind: "audit-ends", log, ends };
  }
}

import { StateConflict } from "../errors.ts";
import { AuditEnds, type AuditName, type AuditWrite } from "../staff.ts";
import { auditBlock, type DocumentName } from "./document-file.ts";
import type { DocumentStore } from "./document-store.ts";
import type { DocumentWriter } from "./document-writer.ts";
import type { JournalOperation } from "./journal-operation.ts";

export async function readAuditEnds(
  { audits }: DocumentStore,
  log: AuditName,
): Promise<AuditEnds | undefined> {
  const { ends } = await audits.look(log);
  return ends === undefined ? undefined : AuditEnds.parse(JSON.parse(ends));
}

/** Reads the existing lines from `first` to `last`, by their number. */
export async function readAuditLines(
  { audits }: DocumentStore,
  log: AuditName,
  first: number,
  last: number,
): Promise<Map<number, Record<string, unknown>>> {
  const found = new Map<number, Record<string, unknown>>();
  for (let seq = Math.max(1, first); seq <= last; seq += 1) {
    const line = (await audits.look(`${log}/${auditBlock(seq)}`)).lines.get(seq);
    if (line !== undefined) found.set(seq, JSON.parse(line));
  }
  return found;
}

/** Writes lines and ends in one record. Throws StateConflict when the log has other ends. */
export async function writeAudit(
  documentWriter: DocumentWriter,
  log: AuditName,
  { from, ends, lines }: AuditWrite,
): Promise<void> {
  const changes: JournalOperation[] = lines.map(({ seq, value }) => ({
    do: "audit-line",
    log,
    seq,
    line: JSON.stringify(value),
  }));
  changes.push(endsChange(log, from?.first ?? ends.first, ends));
  const blocks = new Set([
    ...lines.map(({ seq }) => auditBlock(seq)),
    ...trimmedBlocks(from?.first, ends.first),
  ]);
  const names = [...blocks].map((block): DocumentName => `audit:${log}/${block}`);
  await documentWriter.alone([`audit:${log}`, ...names], async () => {
    const now = await readAuditEnds(documentWriter.documentStore, log);
    if (now?.first !== from?.first || now?.last !== from?.last) throw new StateConflict(`audit:${log}`);
    await documentWriter.write(changes);
  });
}

/** Builds the operation that stores the ends; lines from `oldest` up to the first one are removed. */
export const endsChange = (log: AuditName, oldest: number, ends: AuditEnds): JournalOperation => ({
  do: "audit-ends",
  log,
  first: ends.first,
  trimmed: trimmedBlocks(oldest, ends.first),
  ends: JSON.stringify(ends),
});

/** Returns the blocks that hold lines from `oldest` up to but not including `first`. */
function trimmedBlocks(oldest = 1, first = oldest): number[] {
  const blocks: number[] = [];
  for (let block = auditBlock(oldest); oldest < first && block <= auditBlock(first - 1); block += 1)
    blocks.push(block);
  return blocks;
}

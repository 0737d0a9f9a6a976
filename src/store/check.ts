import { join, resolve } from "node:path";
import { checkFile, checkPendingWork, count, type StoreCounts } from "./embedded/check-files.ts";
import { filesBelow, machineDisk } from "./embedded/disk.ts";
import { DocumentStore } from "./embedded/document-store.ts";
import { Folders, places } from "./embedded/folders.ts";
import { type JournalContent, readJournal, sealOf, segmentNumbers } from "./embedded/journal-reader.ts";
import { changesSince, type Manifest, manifestFile, sayChange } from "./embedded/manifest.ts";
import { PendingWork } from "./embedded/pending-work.ts";
import type { JournalEnd } from "./embedded/segment.ts";
import { segmentPath } from "./embedded/segment.ts";
import { StoreFileError } from "./errors.ts";
import { readRecords } from "./salvage/read-records.ts";
import { Tally } from "./salvage/tally.ts";

/**
 * Finding about one file: `broken` needs a backup or a person, `repair` is fixed by the desk, `unknown` is
 * not part of the store.
 */
export interface Finding {
  kind: "broken" | "repair" | "unknown";
  file: string;
  says: string;
}

/**
 * Result of a check. `counts` cover what can be read, `lsn` is the last record; both are null when the manifest or the
 * journal is unreadable. `endKnown`: the recorded end shows that nothing is missing.
 */
export interface CheckReport {
  findings: Finding[];
  counts: StoreCounts | null;
  lsn: number | null;
  endKnown: boolean;
}

/**
 * Reads a store's folder completely, without changing it. Nothing may write to it meanwhile; for a running desk call it in
 * `whileFrozen` with its `end`.
 */
export async function checkStore(folder: string, until?: JournalEnd): Promise<CheckReport> {
  const folders = new Folders(machineDisk, resolve(folder));
  const findings: Finding[] = [];
  const start = await orFinding(findings, () => readStart(folders, until));
  if (start === undefined) await reportJournal(folders, findings);
  else await reportStart(folders, findings, start, until === undefined);
  for await (const path of filesBelow(folder))
    await checkOne(folders, findings, path, start?.content.end.lsn);
  const counts = start && (await orFinding(findings, () => replayRecords(folders, findings, start)));
  const lsn = start?.content.end.lsn ?? null;
  return {
    findings,
    counts: counts ?? null,
    lsn,
    endKnown: until !== undefined || start?.seal !== undefined,
  };
}

interface Start {
  manifest: Manifest;
  content: JournalContent;
  /** undefined when the store was not sealed, or was written to since */
  seal: Manifest["seal"];
}

async function readStart(folders: Folders, until: JournalEnd | undefined): Promise<Start> {
  const manifest = await manifestFile(folders).read();
  if (manifest === null) throw new StoreFileError(places.manifest(folders.root), "is missing");
  const content = await readJournal(folders, manifest, until);
  return { manifest, content, seal: sealOf(manifest, content.end.segment) };
}

/** Reports further faults of the journal after the first one. */
async function reportJournal(folders: Folders, findings: Finding[]): Promise<void> {
  const manifest = await manifestFile(folders)
    .read()
    .catch(() => null);
  const tally = new Tally();
  for await (const _ of readRecords(folders, manifest, tally));
  for (const { file, says } of tally.report.losses)
    await orFinding(findings, () => Promise.reject(new StoreFileError(file, says)));
}

async function reportStart(
  folders: Folders,
  findings: Finding[],
  { manifest, content, seal }: Start,
  stopped: boolean,
): Promise<void> {
  const repair = (file: string, says: string) => findings.push({ kind: "repair", file, says });
  if (content.torn > 0) {
    const { segment, length } = content.end;
    const says =
      `ends at byte ${length} with ${content.torn} bytes that are no whole record. The store was not closed, ` +
      "so they are taken for a write that was cut off; the next start removes them";
    repair(segmentPath(folders.root, segment), says);
  }
  for (const { path, end, bytes } of content.beyond)
    repair(path, `has ${bytes} bytes after byte ${end} that do not count, as a write that failed leaves`);
  const since = seal === undefined ? [] : await changesSince(folders, seal.files);
  for (const change of [...manifest.changed, ...since])
    findings.push({ kind: "broken", file: join(folders.root, change.folder), says: sayChange(change) });
  if (!stopped) return;
  for (const number of await segmentNumbers(folders)) {
    if (number < manifest.segment)
      repair(segmentPath(folders.root, number), "is no longer needed; the next start removes it");
  }
}

async function checkOne(
  folders: Folders,
  findings: Finding[],
  path: string,
  newest = Infinity,
): Promise<void> {
  if (!path.includes("/") || path.startsWith("journal/")) return;
  const file = join(folders.root, path);
  if (path.startsWith("tmp/")) {
    findings.push({ kind: "repair", file, says: "is half written; the next start removes it" });
    return;
  }
  await orFinding(findings, async () => {
    const whole = await checkFile(folders, path);
    if (whole === undefined) {
      findings.push({ kind: "unknown", file, says: "is not a file of the store" });
      return;
    }
    if (whole.lsn > newest)
      throw new StoreFileError(file, "is newer than the journal: they do not belong together");
    if (whole.repair !== undefined) findings.push({ kind: "repair", file, says: whole.repair });
  });
}

async function replayRecords(
  folders: Folders,
  findings: Finding[],
  { manifest, content }: Start,
): Promise<StoreCounts> {
  const documentStore = new DocumentStore(folders, new PendingWork(manifest.agenda), 1, content.end.lsn);
  const file = places.manifest(folders.root);
  for (const says of await checkPendingWork(documentStore, content.records))
    findings.push({ kind: "broken", file, says });
  return count(documentStore);
}

async function orFinding<T>(findings: Finding[], work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StoreFileError)) throw error;
    const known = findings.some(({ file, kind }) => file === error.file && kind === "broken");
    if (!known) findings.push({ kind: "broken", file: error.file, says: error.problem });
    return undefined;
  }
}

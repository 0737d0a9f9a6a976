import { readdir, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { Copier, noteName } from "../backup.ts";
import { checkStore } from "../check.ts";
import { filesBelow, machineDisk } from "../embedded/disk.ts";
import { DocumentStore } from "../embedded/document-store.ts";
import { Folders, places } from "../embedded/folders.ts";
import { sealOf, segmentNumbers } from "../embedded/journal-reader.ts";
import { changesSince, type Manifest, manifestFile, sayChange } from "../embedded/manifest.ts";
import { createStore, nothingToDo, openEmbeddedStore } from "../embedded/open.ts";
import { PendingWork } from "../embedded/pending-work.ts";
import { StoreFileError, StoreUnavailable } from "../errors.ts";
import type { StoreLog } from "../store.ts";
import { BrokenFiles } from "./broken-files.ts";
import { readPieces } from "./read-pieces.ts";
import { readRecords } from "./read-records.ts";
import { type SalvageReport, Tally } from "./tally.ts";

/** Cache size for the damaged store's conversations in bytes. */
const room = 4 * 1024 * 1024;

/**
 * Copies everything readable from a store's folder into a new store in an empty or new folder, without changing the
 * source. Only data with a valid checksum counts as readable. No desk may use either.
 */
export async function salvageStore(
  from: string,
  to: string,
  parts: { now: () => Date; log: StoreLog },
): Promise<SalvageReport> {
  const folders = new Folders(machineDisk, resolve(from));
  const tally = new Tally();
  const broken = new BrokenFiles();
  const manifest = await readManifest(folders, tally);
  const pendingWork = new PendingWork(manifest?.agenda ?? nothingToDo);
  const documentStore = new DocumentStore(folders, pendingWork, room, Number.MAX_SAFE_INTEGER, broken.file);
  for await (const record of readRecords(folders, manifest, tally)) await documentStore.replay(record);

  const last = Math.max(pendingWork.lastTicket, await lastTicketIn(folders));
  const lastTicket = tally.traces.lastTicketAfter(last);
  await createStore(new Folders(machineDisk, resolve(to)), parts.now, lastTicket);
  const store = await openEmbeddedStore(to, parts);
  try {
    const pieces = store.inPieces();
    for await (const piece of readPieces({ documentStore, broken, tally }, lastTicket))
      await pieces.put(piece);
  } finally {
    await store.close();
  }
  await copyRest(folders.root, to, tally);
  tally.lost.conversations += broken
    .below(join(folders.root, "conversations/"))
    .filter((path) => !path.includes(".log-")).length;
  await broken.tell(tally);
  await tellMissing(folders, manifest, tally);
  const [wrong] = (await checkStore(to)).findings.filter(({ kind }) => kind === "broken");
  if (wrong !== undefined) throw new StoreFileError(wrong.file, wrong.says);
  return tally.report;
}

async function readManifest(folders: Folders, tally: Tally): Promise<Manifest | null> {
  const file = places.manifest(folders.root);
  const lose = (problem: string, bytes: number) => {
    const says = `${problem}; turns and messages that waited before the journal's first record are not known`;
    tally.lose({ file, says, bytes, records: 0 });
    return null;
  };
  try {
    return (await manifestFile(folders).read()) ?? lose("is missing", 0);
  } catch (error) {
    if (error instanceof StoreFileError) return lose(error.problem, (await stat(file)).size);
    if (error instanceof StoreUnavailable) return lose(`cannot be read: ${error.message}`, 0);
    throw error;
  }
}

/** Returns the highest number among ticket files. */
async function lastTicketIn({ root }: Folders): Promise<number> {
  let last = 0;
  for await (const path of filesBelow(root, "tickets"))
    last = Math.max(last, Number(/\/(\d+)\.json$/.exec(path)?.[1] ?? 0));
  return last;
}

/** Copies the other files of the folder, such as the secret. */
async function copyRest(from: string, to: string, tally: Tally): Promise<void> {
  const copier = new Copier(from, to);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (!entry.isFile() || [basename(places.manifest(from)), noteName].includes(entry.name)) continue;
    await copier.copy(entry.name).catch((error: Error) => {
      tally.lose({
        file: join(from, entry.name),
        says: `cannot be copied: ${error.message}`,
        bytes: 0,
        records: 0,
      });
    });
  }
  await copier.sync();
}

/** Reports documents that existed at the last clean stop and are missing. */
async function tellMissing(folders: Folders, manifest: Manifest | null, tally: Tally): Promise<void> {
  const seal = manifest && sealOf(manifest, (await segmentNumbers(folders)).at(-1) ?? 0);
  const since = seal ? await changesSince(folders, seal.files) : [];
  for (const change of [...(manifest?.changed ?? []), ...since].filter(({ was, is }) => is <= was)) {
    const file = join(folders.root, change.folder);
    tally.lose({ file, says: sayChange(change), bytes: 0, records: 0 });
  }
}

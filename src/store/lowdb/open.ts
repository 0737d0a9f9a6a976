import { dirname, resolve } from "node:path";
import type { StoreLog } from "../store-log.ts";
import { Agenda } from "./agenda.ts";
import { Books } from "./books.ts";
import type { JournalRecord } from "./change.ts";
import { Checkpoints } from "./checkpoints.ts";
import { createStore } from "./create.ts";
import { type Disk, machineDisk } from "./disk.ts";
import { type EmbeddedStore, embeddedStore } from "./embedded-store.ts";
import { Folders } from "./folders.ts";
import { ClosedTime } from "./inventory.ts";
import { Journal } from "./journal.ts";
import { type JournalContent, readJournal, sealOf, segmentNumbers } from "./journal-reader.ts";
import { Keeper } from "./keeper.ts";
import { manifestFile } from "./manifest.ts";
import { segmentPath } from "./segment.ts";
import { type JournalEnd, SegmentWriter } from "./segment-writer.ts";
import { Watchers } from "./watchers.ts";

const megabyte = 1024 * 1024;

export interface EmbeddedStoreOptions {
  now: () => Date;
  log: StoreLog;
  disk?: Disk;
  /** how long the journal may get, about: a checkpoint begins when it has grown by half of this */
  journalBytes?: number;
  /** how many bytes of quiet conversations stay in memory */
  restingBytes?: number;
}

/**
 * Opens the store in `folder`, made when there is none. Only one process may: hold the desk's socket first.
 * Throws StoreFileError when a file that a start needs is not what the store wrote.
 */
export async function openEmbeddedStore(
  folder: string,
  options: EmbeddedStoreOptions,
): Promise<EmbeddedStore> {
  const { now, log, disk = machineDisk, journalBytes = 8 * megabyte, restingBytes = 4 * megabyte } = options;
  const folders = new Folders(disk, resolve(folder));
  const manifest = (await manifestFile(folders).read()) ?? (await createStore(folders, now));
  const content = await readJournal(folders, manifest);
  const books = new Books(folders, new Agenda(manifest.agenda), restingBytes, content.end.lsn);
  for (const record of content.records) await books.replay(record);
  await tidy(folders, content, manifest.segment, log);

  const watchers = new Watchers(log);
  const journal = new Journal(
    new SegmentWriter(folders, content.end),
    (records) => {
      for (const record of records) books.apply(record);
      watchers.tell(records);
    },
    (segmentBytes) => {
      if (segmentBytes > journalBytes / 2) checkpoints.request();
      return segmentBytes > 2 * journalBytes ? checkpoints.relief : undefined;
    },
  );
  const mark = { end: manifest, agenda: manifest.agenda };
  const sealed = sealOf(manifest, content.end.segment)?.files;
  const closedTime = new ClosedTime(folders, sealed, manifest.changed, log);
  const checkpoints = new Checkpoints(books, journal, mark, closedTime, journalBytes, now, log);
  if (content.bytes > journalBytes || content.records.some(erases)) checkpoints.requestWhole();
  const keeper = new Keeper(books, journal);
  return embeddedStore({ keeper, journal, checkpoints, closedTime, watchers, log, now });
}

/** What was erased is still in the journal when the desk was stopped before the checkpoint after it. */
const erases = ({ changes }: JournalRecord): boolean => changes.some((change) => change.do === "erase");

/** Removes what a killed process left behind, and makes sure that what was read is on disk before it is relied on. */
async function tidy(
  folders: Folders,
  content: JournalContent,
  firstSegment: number,
  log: StoreLog,
): Promise<void> {
  const drafts = await folders.clearDrafts();
  if (drafts > 0) log.info({ drafts }, "removed documents that were half written when the desk was stopped");
  folders.changed(folders.root);
  folders.changed(dirname(segmentPath(folders.root, firstSegment)));
  await folders.sync();
  for (const old of await segmentNumbers(folders)) {
    if (old < firstSegment) await folders.disk.remove(segmentPath(folders.root, old));
  }
  await settleEnd(folders, content.end, content.torn, log);
}

async function settleEnd(folders: Folders, end: JournalEnd, torn: number, log: StoreLog): Promise<void> {
  const path = segmentPath(folders.root, end.segment);
  const file = await folders.disk.open(path, "existing");
  try {
    if (torn > 0) {
      await file.cut(end.length);
      log.warn(
        { file: path, bytes: torn },
        "cut the journal's end, which is no whole record: the desk was killed while it wrote it, or not stopped cleanly",
      );
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

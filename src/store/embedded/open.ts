import { randomUUID } from "node:crypto";
import { dirname, join, resolve } from "node:path";
import { StoreFileError } from "../errors.ts";
import type { StoreLog } from "../store.ts";
import { Checkpoints } from "./checkpoints.ts";
import { type Disk, machineDisk } from "./disk.ts";
import { DocumentStore } from "./document-store.ts";
import { DocumentWriter } from "./document-writer.ts";
import { type EmbeddedStore, embeddedStore } from "./embedded-store.ts";
import { documentFolders, Folders, places } from "./folders.ts";
import { frame } from "./frame.ts";
import { Journal } from "./journal.ts";
import type { JournalRecord } from "./journal-operation.ts";
import { type JournalContent, readJournal, sealOf, segmentNumbers } from "./journal-reader.ts";
import { ClosedTime, type Manifest, manifestFile, storeFormat } from "./manifest.ts";
import { moveEarlierStaff } from "./move-earlier.ts";
import { PendingWork, type PendingWorkSnapshot } from "./pending-work.ts";
import { type JournalEnd, readSegment, SegmentWriter, segmentHead, segmentPath } from "./segment.ts";
import { StaffRecords } from "./staff.ts";
import { StoreEvents } from "./store-events.ts";

/** The pending work of a new store. */
export const nothingToDo: PendingWorkSnapshot = {
  lastTicket: 0,
  openTickets: [],
  spokenFor: [],
  pending: [],
  parked: [],
  unsent: [],
  troubles: [],
};

/** Creates a store in an empty folder and returns its manifest. Resumes an interrupted creation. */
export async function createStore(folders: Folders, now: () => Date, lastTicket = 0): Promise<Manifest> {
  const store = (await begunStore(folders)) ?? (await beginStore(folders));
  const manifest: Manifest = {
    kind: "store",
    format: storeFormat,
    store,
    segment: 1,
    lsn: 0,
    writtenAt: now().toISOString(),
    changed: [],
    agenda: { ...nothingToDo, lastTicket },
  };
  await manifestFile(folders).write(manifest);
  await folders.sync();
  return manifest;
}

async function beginStore(folders: Folders): Promise<string> {
  const store = randomUUID();
  const head = frame(0, [segmentHead({ store, segment: 1, lsn: 0, previous: 0 })]);
  await folders.replace(segmentPath(folders.root, 1), head);
  await folders.sync();
  await folders.syncRoot();
  return store;
}

/**
 * Returns the id of a store with nothing but the head of its journal; undefined without a journal. Throws when there
 * is more.
 */
async function begunStore(folders: Folders): Promise<string | undefined> {
  const { disk, root } = folders;
  for (const kept of documentFolders) {
    if ((await disk.list(join(root, kept))).length > 0) throw missingError(root, kept);
  }
  const segments = await segmentNumbers(folders);
  if (segments.length === 0) return undefined;
  const first = segmentPath(root, 1);
  const bytes = await disk.read(first);
  if (segments.length > 1 || bytes === undefined) throw missingError(root, "journal");
  const { head, records, torn } = readSegment(first, bytes);
  if (records.length > 0 || torn > 0) throw missingError(root, "journal");
  return head.store;
}

function missingError(root: string, kept: string): StoreFileError {
  return new StoreFileError(places.manifest(root), `is missing, though ${kept}/ holds a store's files`);
}

const megabyte = 1024 * 1024;

interface EmbeddedStoreOptions {
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
  const documentStore = new DocumentStore(
    folders,
    new PendingWork(manifest.agenda),
    restingBytes,
    content.end.lsn,
  );
  for (const record of content.records) await documentStore.replay(record);
  await tidy(folders, content, manifest.segment, log);
  if (manifest.format < storeFormat) {
    await manifestFile(folders).write({ ...manifest, format: storeFormat });
    await folders.sync();
  }

  const watchers = new StoreEvents(log);
  const journal = new Journal(
    new SegmentWriter(folders, content.end),
    (records) => {
      for (const record of records) documentStore.apply(record);
      watchers.tell(records);
    },
    (segmentBytes) => {
      if (segmentBytes > journalBytes / 2) checkpoints.request();
      return segmentBytes > 2 * journalBytes ? checkpoints.relief : undefined;
    },
  );
  const mark = { end: manifest, pendingWork: manifest.agenda };
  const sealed = sealOf(manifest, content.end.segment)?.files;
  const closedTime = new ClosedTime(folders, sealed, manifest.changed, log);
  const checkpoints = new Checkpoints(documentStore, journal, mark, closedTime, journalBytes, now, log);
  if (content.bytes > journalBytes || content.records.some(erases)) checkpoints.requestWhole();
  const documentWriter = new DocumentWriter(documentStore, journal);
  const staff = new StaffRecords(documentWriter);
  if (await moveEarlierStaff(documentWriter, staff, log)) checkpoints.requestWhole();
  return embeddedStore({
    documentWriter,
    staff,
    journal,
    checkpoints,
    closedTime,
    watchers,
    log,
    now,
  });
}

/** Reports whether a record erases something, which stays in the journal until the next checkpoint. */
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

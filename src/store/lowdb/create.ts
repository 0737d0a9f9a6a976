import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { StoreFileError } from "../store-file-error.ts";
import type { AgendaSnapshot } from "./agenda.ts";
import type { Folders } from "./folders.ts";
import { frame } from "./frame.ts";
import { segmentNumbers } from "./journal-reader.ts";
import { type Manifest, manifestFile } from "./manifest.ts";
import { places } from "./places.ts";
import { readSegment, segmentHead, segmentPath } from "./segment.ts";

/** The agenda of a new store. */
export const nothingToDo: AgendaSnapshot = {
  lastTicket: 0,
  openTickets: [],
  spokenFor: [],
  pending: [],
  parked: [],
  unsent: [],
  troubles: [],
};

/** Makes an empty store in a folder that holds none, and gives its manifest. Goes on where a creation was cut off. */
export async function createStore(folders: Folders, now: () => Date, lastTicket = 0): Promise<Manifest> {
  const store = (await begunStore(folders)) ?? (await beginStore(folders));
  const manifest: Manifest = {
    kind: "store",
    format: 1,
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

/** The id of a store that has nothing but the first line of its journal; an error when there is more. */
async function begunStore(folders: Folders): Promise<string | undefined> {
  const { disk, root } = folders;
  for (const kept of ["conversations", "state", "tickets"]) {
    if ((await disk.list(join(root, kept))).length > 0) throw missing(root, kept);
  }
  const segments = await segmentNumbers(folders);
  if (segments.length === 0) return undefined;
  const first = segmentPath(root, 1);
  const bytes = await disk.read(first);
  if (segments.length > 1 || bytes === undefined) throw missing(root, "journal");
  const { head, records, torn } = readSegment(first, bytes);
  if (records.length > 0 || torn > 0) throw missing(root, "journal");
  return head.store;
}

function missing(root: string, kept: string): StoreFileError {
  return new StoreFileError(places.manifest(root), `is missing, though ${kept}/ holds a store's files`);
}

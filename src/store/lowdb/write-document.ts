import { dirname } from "node:path";
import type { Cabinet, Held } from "./cabinet.ts";
import { type ConversationFile, segmentLength } from "./conversation-file.ts";
import { forgetOldKeys } from "./delivery-keys.ts";
import type { Document } from "./document.ts";
import { DocumentFile } from "./document-file.ts";
import type { Folders } from "./folders.ts";
import { oldestSegment, segmentCodec } from "./log-segment.ts";
import { places } from "./places.ts";

/** Brings a document's file up to date; its name is on disk once `folders.sync()` is. */
export async function writeDocument<D extends Document>(cabinet: Cabinet<D>, held: Held<D>): Promise<void> {
  const { lsn } = held.low.data;
  if (held.low.data.blank) await held.file.remove();
  else await held.low.write();
  held.changedSince = held.low.data.lsn === lsn ? null : lsn + 1;
  cabinet.settle(held);
}

/** The same for a conversation: its old entries move into segment files first, or go when it was erased. */
export async function writeConversation(
  folders: Folders,
  cabinet: Cabinet<ConversationFile>,
  held: Held<ConversationFile>,
): Promise<void> {
  const file = held.low.data;
  if (!file.erased) await sealLog(folders, file);
  if (file.erased) await removeSegments(folders, file);
  await writeDocument(cabinet, held);
}

async function sealLog(folders: Folders, file: ConversationFile): Promise<void> {
  for (let segment = oldestSegment(file); segment !== undefined; segment = oldestSegment(file)) {
    const path = places.segment(folders.root, file.id, segment.from);
    await new DocumentFile(folders, path, segmentCodec(file.id, segment.from)).write(segment);
    await folders.sync();
    if (file.erased) return;
    file.sealOldest();
    forgetOldKeys(file);
  }
}

async function removeSegments(folders: Folders, file: ConversationFile): Promise<void> {
  for (let from = 1; from <= file.sealed; from += segmentLength) {
    const path = places.segment(folders.root, file.id, from);
    await folders.disk.remove(path);
    folders.changed(dirname(path));
  }
}

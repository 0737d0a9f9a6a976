import type { LogEntry } from "../records.ts";
import { StoreFileError } from "../store-file-error.ts";
import type { Books } from "./books.ts";
import type { ConversationFile } from "./conversation-file.ts";
import { DocumentFile } from "./document-file.ts";
import type { Folders } from "./folders.ts";
import { type LogSegment, segmentCodec, segmentOf } from "./log-segment.ts";
import { places } from "./places.ts";

interface Range {
  after: number;
  limit: number;
}

/** Entries with seq > `after`, oldest first, at most `limit`; those in segment files are read from disk. */
export async function readLog(books: Books, conversationId: string, range: Range): Promise<LogEntry[]> {
  const texts = await readLogTexts(books, conversationId, range);
  return texts.map((text) => JSON.parse(text));
}

/** The same as they are kept: as JSON. */
export async function readLogTexts(
  books: Books,
  conversationId: string,
  { after, limit }: Range,
): Promise<string[]> {
  const file = await books.conversations.look(conversationId);
  const first = Math.max(after, 0) + 1;
  const last = Math.min(file.lastSeq, after + limit);
  const entries: string[] = [];
  while (first + entries.length <= last) {
    const texts = await textsFrom(books, file, first + entries.length);
    if (texts.length === 0) return [];
    entries.push(...texts.slice(0, last - first - entries.length + 1));
  }
  return entries;
}

/** A segment that the conversation's document says is there. */
export async function readSealed(
  folders: Folders,
  conversationId: string,
  from: number,
): Promise<LogSegment> {
  const path = places.segment(folders.root, conversationId, from);
  const segment = await new DocumentFile(folders, path, segmentCodec(conversationId, from)).read();
  if (segment === null) throw new StoreFileError(path, "is missing");
  return segment;
}

/** The entries that are kept together with this one, from it on; none when the conversation was erased meanwhile. */
async function textsFrom(books: Books, file: ConversationFile, seq: number): Promise<string[]> {
  if (seq > file.sealed) return file.tail.slice(seq - file.sealed - 1);
  const from = segmentOf(seq);
  try {
    const { entries } = await readSealed(books.folders, file.id, from);
    return entries.slice(seq - from);
  } catch (error) {
    if ((await books.conversations.look(file.id)).erased) return [];
    throw error;
  }
}

import { z } from "zod";
import { StoreFileError } from "../errors.ts";
import type { LogEntry } from "../records.ts";
import { commaSeparated, EntryText, SeenKeys, seenKeysText } from "./conversation-codec.ts";
import { type ConversationFile, type SeenKey, segmentLength } from "./conversation-file.ts";
import { type Codec, DocumentFile, Misplaced } from "./document-file.ts";
import type { DocumentStore } from "./document-store.ts";
import { type Folders, places } from "./folders.ts";

/** A day, and room for clocks that are set while the desk runs. */
const kept = 26 * 3_600_000;

/** Where a delivery with one of these keys was seen. Sealed keys must be known. */
export function seenBefore(file: ConversationFile, keys: readonly string[]): SeenKey | undefined {
  for (const key of keys) {
    const seen = file.keys.get(key);
    if (seen !== undefined) return seen;
  }
  return undefined;
}

/** Brings the keys of the last day back from segment files, newest first, after the document was read from disk. */
export async function recallSealedKeys(
  file: ConversationFile,
  now: string,
  readSegment: (from: number) => Promise<LogSegment>,
): Promise<void> {
  if (file.knowsSealedKeys) return;
  const since = Date.parse(now) - kept;
  for (let from = file.sealed - segmentLength + 1; from > 0; from -= segmentLength) {
    const { keys } = await readSegment(from);
    for (const [key, seen] of keys) if (!file.keys.has(key)) file.keys.set(key, seen);
    if ([...keys.values()].every(({ at }) => Date.parse(at) < since)) break;
  }
  file.knowsSealedKeys = true;
}

/** Drops keys of sealed entries that are more than a day older than the newest one. */
export function forgetOldKeys(file: ConversationFile): void {
  const newest = [...file.keys.values()].reduce((latest, { at }) => Math.max(latest, Date.parse(at)), 0);
  for (const [key, { seq, at }] of file.keys) {
    if (seq <= file.sealed && Date.parse(at) < newest - kept) file.keys.delete(key);
  }
}

/** Old entries of a long conversation: `segmentLength` of them from seq `from` on, never changed again. */
interface LogSegment {
  conversation: string;
  from: number;
  entries: string[];
  keys: Map<string, SeenKey>;
}

export const SegmentDocument = z.object({
  kind: z.literal("log"),
  conversation: z.string().min(1),
  from: z.number().int().positive(),
  log: z.array(EntryText).length(segmentLength),
  keys: SeenKeys,
});

/** The first seq of the segment that holds this one. */
function segmentOf(seq: number): number {
  return seq - ((seq - 1) % segmentLength);
}

/** As many entries stay in the document, so that an ordinary conversation is one file from first word to last. */
const staying = segmentLength;

/** The oldest entries in memory as the segment they will be, or undefined while there are too few. */
export function oldestSegment(file: ConversationFile): LogSegment | undefined {
  if (file.tail.length < segmentLength + staying) return undefined;
  return {
    conversation: file.id,
    from: file.sealed + 1,
    entries: file.tail.slice(0, segmentLength),
    keys: file.keys,
  };
}

/** How that segment of that conversation is written to its file and read back; without them, whichever the file holds. */
export function segmentCodec(conversation?: string, from?: number): Codec<LogSegment> {
  return {
    write: (segment) => [
      `{"kind":"log","conversation":${JSON.stringify(segment.conversation)},"from":${segment.from},"log":[`,
      ...commaSeparated(segment.entries),
      `],"keys":${seenKeysText(segment, segment.from, segment.from + segmentLength - 1)}}`,
    ],
    read(json) {
      const { log: entries, keys, ...stored } = SegmentDocument.parse(json);
      if (
        stored.conversation !== (conversation ?? stored.conversation) ||
        stored.from !== (from ?? stored.from)
      ) {
        throw new Misplaced(
          `holds entries from ${stored.from} of conversation ${JSON.stringify(stored.conversation)}`,
        );
      }
      return { ...stored, entries, keys: new Map(keys.map(([key, seq, at]) => [key, { seq, at }])) };
    },
  };
}

interface Range {
  after: number;
  limit: number;
}

/** Entries with seq > `after`, oldest first, at most `limit`; those in segment files are read from disk. */
export async function readLog(
  documentStore: DocumentStore,
  conversationId: string,
  range: Range,
): Promise<LogEntry[]> {
  const texts = await readLogTexts(documentStore, conversationId, range);
  return texts.map((text) => JSON.parse(text));
}

/** The same as they are kept: as JSON. */
export async function readLogTexts(
  documentStore: DocumentStore,
  conversationId: string,
  { after, limit }: Range,
): Promise<string[]> {
  const file = await documentStore.conversations.look(conversationId);
  const first = Math.max(after, 0) + 1;
  const last = Math.min(file.lastSeq, after + limit);
  const entries: string[] = [];
  while (first + entries.length <= last) {
    const texts = await textsFrom(documentStore, file, first + entries.length);
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
async function textsFrom(
  documentStore: DocumentStore,
  file: ConversationFile,
  seq: number,
): Promise<string[]> {
  if (seq > file.sealed) return file.tail.slice(seq - file.sealed - 1);
  const from = segmentOf(seq);
  try {
    const { entries } = await readSealed(documentStore.folders, file.id, from);
    return entries.slice(seq - from);
  } catch (error) {
    if ((await documentStore.conversations.look(file.id)).erased) return [];
    throw error;
  }
}

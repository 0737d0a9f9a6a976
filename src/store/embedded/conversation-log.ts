import { z } from "zod";
import { StoreFileError } from "../errors.ts";
import type { LogEntry } from "../records.ts";
import { commaSeparated, EntryText, SeenKeys, seenKeysText } from "./conversation-codec.ts";
import { type ConversationFile, type SeenKey, segmentLength } from "./conversation-file.ts";
import { type Codec, DocumentFile, Misplaced } from "./document-file.ts";
import type { DocumentStore } from "./document-store.ts";
import { type Folders, places } from "./folders.ts";

/** One day, with tolerance for clock changes. */
const kept = 26 * 3_600_000;

/** Returns the entry that was delivered under one of these keys. Sealed keys must be loaded. */
export function seenBefore(file: ConversationFile, keys: readonly string[]): SeenKey | undefined {
  for (const key of keys) {
    const seen = file.keys.get(key);
    if (seen !== undefined) return seen;
  }
  return undefined;
}

/** Loads the delivery keys of the last day from segment files, newest first. */
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

/** Drops keys of sealed entries that are more than a day older than the newest. */
export function forgetOldKeys(file: ConversationFile): void {
  const newest = [...file.keys.values()].reduce((latest, { at }) => Math.max(latest, Date.parse(at)), 0);
  for (const [key, { seq, at }] of file.keys) {
    if (seq <= file.sealed && Date.parse(at) < newest - kept) file.keys.delete(key);
  }
}

/** `segmentLength` old entries of a conversation from `from` on; immutable. */
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

/** Returns the first sequence number of the segment that contains an entry. */
function segmentOf(seq: number): number {
  return seq - ((seq - 1) % segmentLength);
}

/** Number of entries that stay in the document, so that a typical conversation is a single file. */
const staying = segmentLength;

/** Returns the next segment to seal, or undefined while there are too few entries. */
export function oldestSegment(file: ConversationFile): LogSegment | undefined {
  if (file.tail.length < segmentLength + staying) return undefined;
  return {
    conversation: file.id,
    from: file.sealed + 1,
    entries: file.tail.slice(0, segmentLength),
    keys: file.keys,
  };
}

/** Makes the codec of a segment file; without arguments it accepts any. */
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

/** Returns up to `limit` entries after `after`, oldest first. Reads segment files if necessary. */
export async function readLog(
  documentStore: DocumentStore,
  conversationId: string,
  range: Range,
): Promise<LogEntry[]> {
  const texts = await readLogTexts(documentStore, conversationId, range);
  return texts.map((text) => JSON.parse(text));
}

/** Returns entries as JSON text. */
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

/** Reads a segment that the conversation's document refers to. */
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

/**
 * Returns the entries stored together with this one, from it on; none when the conversation was erased
 * meanwhile.
 */
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

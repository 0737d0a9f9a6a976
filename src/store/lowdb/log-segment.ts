import { z } from "zod";
import { commaSeparated, EntryText, SeenKeys, seenKeysText } from "./conversation-codec.ts";
import { type ConversationFile, type SeenKey, segmentLength } from "./conversation-file.ts";
import { type Codec, Misplaced } from "./document-file.ts";

/** Old entries of a long conversation: `segmentLength` of them from seq `from` on, never changed again. */
export interface LogSegment {
  conversation: string;
  from: number;
  entries: string[];
  keys: Map<string, SeenKey>;
}

const SegmentDocument = z.object({
  kind: z.literal("log"),
  conversation: z.string().min(1),
  from: z.number().int().positive(),
  log: z.array(EntryText).length(segmentLength),
  keys: SeenKeys,
});

/** The first seq of the segment that holds this one. */
export function segmentOf(seq: number): number {
  return seq - ((seq - 1) % segmentLength);
}

/** As many entries stay in the document, so that an ordinary talk is one file from first word to last. */
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

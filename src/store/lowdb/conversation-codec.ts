import { z } from "zod";
import { ConversationStart, LogEntry, Rating, Receipt } from "../records.ts";
import { JsonText } from "./change.ts";
import { ConversationFile, type SeenKey } from "./conversation-file.ts";
import { type Codec, Misplaced } from "./document-file.ts";

/** An entry as it stands in a file: checked, then kept as text. */
export const EntryText = LogEntry.transform((entry) => JSON.stringify(entry));
export const SeenKeys = z.array(z.tuple([z.string(), z.number().int().positive(), z.string()]));

const ConversationDocument = z.object({
  kind: z.literal("conversation"),
  id: z.string().min(1),
  lsn: z.number().int().positive(),
  erased: z.boolean(),
  sealed: z.number().int().nonnegative(),
  start: ConversationStart.nullable(),
  log: z.array(EntryText),
  keys: SeenKeys,
  state: z.array(z.tuple([z.string(), z.string(), JsonText])),
  elsewhere: z.array(z.string()),
  tickets: z.array(z.number().int().positive()),
  receipts: z.array(Receipt),
  ratings: z.array(Rating),
});

/** How the conversation with this id is written to its file and read back; without an id, whichever the file holds. */
export function conversationCodec(id?: string): Codec<ConversationFile> {
  return { write: writeConversation, read: (json) => readConversation(json, id) };
}

function writeConversation(file: ConversationFile): string {
  const state = [...file.state].map(
    ([key, { text, eTag }]) => `[${JSON.stringify([key, eTag]).slice(1, -1)},${text}]`,
  );
  return (
    `{"kind":"conversation","id":${JSON.stringify(file.id)},"lsn":${file.lsn},"erased":${file.erased},` +
    `"sealed":${file.sealed},"start":${file.start},"log":[${file.tail.join(",")}],` +
    `"keys":${seenKeysText(file, file.sealed + 1, file.lastSeq)},"state":[${state.join(",")}],` +
    `"elsewhere":${JSON.stringify([...file.elsewhere])},"tickets":${JSON.stringify([...file.tickets])},` +
    `"receipts":[${[...file.receipts.values()].join(",")}],"ratings":[${[...file.ratings.values()].join(",")}]}`
  );
}

function readConversation(json: unknown, id?: string): ConversationFile {
  const stored = ConversationDocument.parse(json);
  if (stored.id !== (id ?? stored.id))
    throw new Misplaced(`holds conversation ${JSON.stringify(stored.id)}, not ${JSON.stringify(id)}`);
  const file = new ConversationFile(stored.id);
  file.lsn = stored.lsn;
  file.erased = stored.erased;
  file.sealed = stored.sealed;
  file.start = stored.start && JSON.stringify(stored.start);
  file.tail = stored.log;
  file.keys = new Map(stored.keys.map(([key, seq, at]) => [key, { seq, at }]));
  file.knowsSealedKeys = stored.sealed === 0;
  file.state = new Map(stored.state.map(([key, eTag, text]) => [key, { text, eTag }]));
  file.elsewhere = new Set(stored.elsewhere);
  file.tickets = new Set(stored.tickets);
  file.receipts = new Map(stored.receipts.map((receipt) => [receipt.id, JSON.stringify(receipt)]));
  file.ratings = new Map(stored.ratings.map((rating) => [rating.id, JSON.stringify(rating)]));
  return file.countWords();
}

/** The keys of the deliveries `from` to `to`, as they stand in a file. */
export function seenKeysText(file: { keys: Map<string, SeenKey> }, from: number, to: number): string {
  const within = [...file.keys].filter(([, { seq }]) => seq >= from && seq <= to);
  return JSON.stringify(within.map(([key, { seq, at }]) => [key, seq, at]));
}

import { basename, dirname, join } from "node:path";
import type { ConversationPiece } from "../copy-store.ts";
import type { ConversationFile, SeenKey } from "../embedded/conversation-file.ts";
import { segmentCodec } from "../embedded/conversation-log.ts";
import type { DocumentStore } from "../embedded/document-store.ts";
import { places } from "../embedded/folders.ts";
import { ConversationStart, LogEntry, Rating, Receipt } from "../records.ts";
import type { Ticket } from "../ticket.ts";
import type { BrokenFiles } from "./broken-files.ts";
import type { Traces } from "./traces.ts";

/** A salvaged conversation, and the number of entries replaced by placeholders. */
export interface ReadConversation {
  piece: ConversationPiece;
  gaps: number;
}

/**
 * Reassembles a conversation from its document, segment files and journal. Entries keep their position. Lost ones become
 * placeholders that only staff can see. `ticket` identifies the person when nothing else does. Returns undefined when
 * nothing was found.
 */
export async function readConversation(
  documentStore: DocumentStore,
  broken: BrokenFiles,
  id: string,
  ticket: Ticket | undefined,
  traces: Traces,
): Promise<ReadConversation | undefined> {
  const file = await documentStore.conversations.glance(id);
  if (file.erased) return { piece: { ...pieceOf(file), start: null, entries: [] }, gaps: 0 };
  const entries = new Map<number, LogEntry>();
  const keys = new Map<string, SeenKey>();
  for (const path of await segmentsOf(documentStore, broken, file)) {
    const segment = await broken.file(documentStore.folders, path, segmentCodec(id)).read();
    for (const text of segment?.entries ?? []) keep(entries, text);
    for (const [key, seen] of segment?.keys ?? []) keys.set(key, seen);
  }
  for (const text of file.tail) keep(entries, text);
  for (const [key, seen] of file.keys) keys.set(key, seen);
  const start = file.opened ?? startFrom(id, [...entries.values()], ticket);
  if (start === undefined) return undefined;
  const known = [...entries.keys()].reduce((last, seq) => Math.max(last, seq), ticket?.transcript.upTo ?? 0);
  const until = traces.lastAfter(id, known);
  const piece: ConversationPiece = {
    ...pieceOf(file),
    start,
    entries: withMarks(entries, until, start.startedAt),
    keys: [...keys].flatMap(([key, { seq }]) => (entries.has(seq) ? [[key, seq]] : [])),
    pending: documentStore.pendingWork.waitingOf(id).filter((seq) => entries.has(seq)),
  };
  return { piece, gaps: until - entries.size };
}

function pieceOf(file: ConversationFile): ConversationPiece {
  return {
    kind: "talk",
    id: file.id,
    start: null,
    entries: [],
    keys: [],
    states: [...file.state].map(([key, { text }]) => [key, text]),
    elsewhere: [...file.elsewhere],
    receipts: [...file.receipts.values()].map((text) => Receipt.parse(JSON.parse(text))),
    ratings: [...file.ratings.values()].map((text) => Rating.parse(JSON.parse(text))),
    pending: [],
  };
}

/** Returns the segment files that the document counts, or, when it is broken, those that exist. */
async function segmentsOf(
  { folders }: DocumentStore,
  broken: BrokenFiles,
  file: ConversationFile,
): Promise<string[]> {
  const document = places.conversation(folders.root, file.id);
  const stem = `${basename(document, ".json")}.log-`;
  const names = (await folders.disk.list(dirname(document))).filter((name) => name.startsWith(stem));
  const used = (name: string) => Number.parseInt(name.slice(stem.length), 10) <= file.sealed;
  return names
    .filter((name) => broken.has(document) || used(name))
    .map((name) => join(dirname(document), name));
}

function keep(entries: Map<number, LogEntry>, text: string): void {
  const entry = LogEntry.parse(JSON.parse(text));
  entries.set(entry.seq, entry);
}

function startFrom(
  id: string,
  entries: readonly LogEntry[],
  ticket: Ticket | undefined,
): ConversationStart | undefined {
  const said = entries.find(({ activity }) => activity.from?.role === "user")?.activity;
  const start = ConversationStart.safeParse({
    id,
    channel: ticket?.channel ?? said?.channelId,
    userId: ticket?.userId || said?.from?.id,
    locale: ticket?.language ?? said?.locale,
    startedAt: entries[0]?.at ?? ticket?.openedAt,
  });
  return start.success ? start.data : undefined;
}

function withMarks(entries: ReadonlyMap<number, LogEntry>, until: number, startedAt: string): LogEntry[] {
  let at = startedAt;
  return Array.from({ length: until }, (_, index) => {
    const entry = entries.get(index + 1) ?? mark(index + 1, at);
    at = entry.at;
    return entry;
  });
}

const mark = (seq: number, at: string): LogEntry => ({
  seq,
  at,
  audience: "desk",
  activity: { type: "event", name: "store.lost", from: { id: "desk", role: "bot" } },
});

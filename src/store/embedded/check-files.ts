import { join } from "node:path";
import { StoreFileError } from "../errors.ts";
import type { StoreLog } from "../store.ts";
import { conversationCodec, stateCodec, ticketCodec } from "./conversation-codec.ts";
import { segmentLength } from "./conversation-file.ts";
import { readSealed, segmentCodec } from "./conversation-log.ts";
import { allConversations, conversationOf } from "./conversations.ts";
import { type Codec, DocumentFile } from "./document-file.ts";
import type { DocumentStore } from "./document-store.ts";
import { type Folders, places } from "./folders.ts";
import type { JournalRecord } from "./journal-operation.ts";
import { auditCodec, sessionCodec, staffCodec } from "./staff-files.ts";
import { allTickets, readTicket } from "./tickets.ts";

/** How much a store holds; erased conversations are not counted. */
export interface StoreCounts {
  conversations: number;
  entries: number;
  tickets: number;
}

/** Counts by reading everything; what cannot be read is left out. */
export async function count(documentStore: DocumentStore): Promise<StoreCounts> {
  const counts = { conversations: 0, entries: 0, tickets: 0 };
  for await (const { lastSeq } of allConversations(documentStore, silent)) {
    counts.conversations += 1;
    counts.entries += lastSeq;
  }
  for await (const _ of allTickets(documentStore, silent)) counts.tickets += 1;
  return counts;
}

const silent: StoreLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Replays the journal in memory and reports pending work that is missing. Writes nothing. */
export async function checkPendingWork(
  documentStore: DocumentStore,
  records: readonly JournalRecord[],
): Promise<string[]> {
  for (const record of records) await documentStore.replay(record);
  const { pending, openTickets, unsent } = documentStore.pendingWork.snapshot();
  const problems: string[] = [];
  for (const { conversationId, seq } of pending) {
    const conversation = conversationOf(
      await documentStore.conversations.glance(conversationId),
      documentStore.pendingWork,
    );
    if (typeof conversation !== "object" || conversation.lastSeq < seq) {
      problems.push(
        `waits for an answer to entry ${seq} of conversation ${conversationId}, which is not there`,
      );
    }
  }
  for (const number of openTickets) {
    if ((await readTicket(documentStore, number)) === undefined)
      problems.push(`names ticket ${number}, which is not there`);
  }
  for (const { id, conversationId } of unsent) {
    const conversation = conversationOf(
      await documentStore.conversations.glance(conversationId),
      documentStore.pendingWork,
    );
    if (typeof conversation !== "object")
      problems.push(`wants to send ${id} for ${conversationId}, which is not there`);
  }
  return problems;
}

/** The last lsn in a whole file, and what of it the next start or checkpoint puts right. */
interface Whole {
  lsn: number;
  repair?: string;
}

/** Reads one document in full. Throws StoreFileError when it is broken; undefined when it is no file of the store. */
export function checkFile(folders: Folders, path: string): Promise<Whole> | undefined {
  const [kind, , name = ""] = path.split("/");
  if (kind === "conversations" && /^[0-9a-f]+\.log-\d+\.json$/.test(name)) return checkSegment(folders, path);
  if (kind === "conversations" && /^[0-9a-f]+\.json$/.test(name)) return checkConversation(folders, path);
  if (kind === "state" && /^[0-9a-f]+\.json$/.test(name)) return checkState(folders, path);
  if (kind === "staff" && /^[0-9a-f]+\.json$/.test(name)) return checkStaff(folders, path);
  if (kind === "sessions" && /^[0-9a-f]+\.json$/.test(name)) return checkSession(folders, path);
  if (kind === "audit" && /^[0-9a-f]+\.json$/.test(name)) return checkAudit(folders, path);
  if (kind === "tickets" && /^\d+\.json$/.test(name))
    return checkTicket(folders, path, Number(name.slice(0, -5)));
  return undefined;
}

async function checkConversation(folders: Folders, path: string): Promise<Whole> {
  const file = await read(folders, path, conversationCodec());
  inPlace(folders, path, places.conversation("", file.id));
  for (let from = 1; from <= file.sealed && !file.erased; from += segmentLength) {
    await readSealed(folders, file.id, from);
  }
  return { lsn: file.lsn };
}

async function checkSegment(folders: Folders, path: string): Promise<Whole> {
  const { conversation, from } = await read(folders, path, segmentCodec());
  inPlace(folders, path, places.segment("", conversation, from));
  const owner = places.conversation(folders.root, conversation);
  const file = await new DocumentFile(folders, owner, conversationCodec(conversation)).read();
  if (file?.erased) throw brokenError(folders, path, "belongs to an erased conversation; remove it");
  const used = file !== null && from <= file.sealed;
  return {
    lsn: 0,
    ...(used ? {} : { repair: "is from a checkpoint that was cut off; the next one writes it again" }),
  };
}

async function checkState(folders: Folders, path: string): Promise<Whole> {
  const { key, lsn } = await read(folders, path, stateCodec());
  inPlace(folders, path, places.state("", key));
  return { lsn };
}

async function checkTicket(folders: Folders, path: string, number: number): Promise<Whole> {
  const { lsn } = await read(folders, path, ticketCodec(number));
  inPlace(folders, path, places.ticket("", number));
  return { lsn };
}

async function checkStaff(folders: Folders, path: string): Promise<Whole> {
  const { name, lsn } = await read(folders, path, staffCodec());
  inPlace(folders, path, places.staff("", name));
  return { lsn };
}

async function checkSession(folders: Folders, path: string): Promise<Whole> {
  const { key, lsn } = await read(folders, path, sessionCodec());
  inPlace(folders, path, places.session("", key));
  return { lsn };
}

async function checkAudit(folders: Folders, path: string): Promise<Whole> {
  const { name, lsn } = await read(folders, path, auditCodec());
  inPlace(folders, path, places.audit("", name));
  return { lsn };
}

async function read<T>(folders: Folders, path: string, codec: Codec<T>): Promise<T> {
  const document = await new DocumentFile(folders, join(folders.root, path), codec).read();
  if (document === null) throw brokenError(folders, path, "went away while it was checked");
  return document;
}

function inPlace(folders: Folders, path: string, place: string): void {
  if (path !== place) throw brokenError(folders, path, `holds what belongs into ${place}`);
}

function brokenError(folders: Folders, path: string, problem: string): StoreFileError {
  return new StoreFileError(join(folders.root, path), problem);
}

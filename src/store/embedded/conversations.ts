import { join } from "node:path";
import { StoreFileError } from "../errors.ts";
import { type Conversation, ConversationStart } from "../records.ts";
import type { StoreLog } from "../store.ts";
import { conversationCodec } from "./conversation-codec.ts";
import type { ConversationFile } from "./conversation-file.ts";
import { DocumentFile } from "./document-file.ts";
import type { DocumentStore } from "./document-store.ts";
import type { DocumentWriter } from "./document-writer.ts";
import { conversationRank } from "./folders.ts";
import type { PendingWork } from "./pending-work.ts";

/** Logs a broken file and continues, for callers that iterate over all files. */
export async function unlessBroken<T>(log: StoreLog, read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof StoreFileError)) throw error;
    log.error({ file: error.file, err: error }, "left out a broken file of the store");
    return undefined;
  }
}

/** Creates the conversation unless it exists. */
export function openConversation(
  documentWriter: DocumentWriter,
  start: ConversationStart,
): Promise<{ conversation: Conversation; created: boolean } | "erased"> {
  return documentWriter.alone([`conversation:${start.id}`], async () => {
    const { pendingWork, conversations } = documentWriter.documentStore;
    const known = conversationOf(await conversations.look(start.id), pendingWork);
    if (known === "erased") return "erased";
    if (known !== undefined) return { conversation: known, created: false };
    const opened = ConversationStart.parse(start);
    await documentWriter.write([{ do: "open", conversation: start.id, start: JSON.stringify(opened) }]);
    return { conversation: { ...opened, lastSeq: 0, ticket: null, agent: null }, created: true };
  });
}

/**
 * Makes the conversation of a file. Open ticket and speaker come from pending work, which changes in the same
 * record.
 */
export function conversationOf(
  file: ConversationFile,
  pendingWork: PendingWork,
): Conversation | "erased" | undefined {
  if (file.erased) return "erased";
  if (file.opened === null) return undefined;
  const { id, channel, userId, locale, startedAt } = file.opened;
  const { ticket, agent } = pendingWork.openAmong(file.tickets);
  return { id, channel, userId, locale, startedAt, lastSeq: file.lastSeq, ticket, agent };
}

/** Yields all conversations that are not erased, by file name. Logs and skips broken files. */
export async function* allConversations(
  documentStore: DocumentStore,
  log: StoreLog,
  after?: string,
): AsyncGenerator<Conversation> {
  const past = after === undefined ? "" : conversationRank(after);
  const unwritten = new Map(
    documentStore.conversations.changed().map(({ id }) => [conversationRank(id), id]),
  );
  for (const folder of shards(past)) {
    for (const rank of await ranksIn(documentStore, folder, unwritten)) {
      if (rank <= past) continue;
      const id = unwritten.get(rank);
      const read = () =>
        id === undefined ? readRank(documentStore, rank) : documentStore.conversations.look(id);
      const file = await unlessBroken(log, read);
      const conversation =
        file &&
        conversationOf(documentStore.conversations.inMemory(file.id) ?? file, documentStore.pendingWork);
      if (conversation !== undefined && conversation !== "erased") yield conversation;
    }
  }
}

function shards(past: string): string[] {
  const all = Array.from({ length: 256 }, (_, number) => number.toString(16).padStart(2, "0"));
  return all.filter((folder) => folder >= past.slice(0, 2));
}

async function ranksIn(
  { folders }: DocumentStore,
  folder: string,
  unwritten: ReadonlyMap<string, string>,
): Promise<string[]> {
  const names = await folders.disk.list(join(folders.root, "conversations", folder));
  const written = names.filter((name) => /^[0-9a-f]+\.json$/.test(name)).map((name) => join(folder, name));
  const others = [...unwritten.keys()].filter((rank) => rank.startsWith(folder));
  return [...new Set([...written, ...others])].sort();
}

/** Reads a conversation by file name, and verifies that the name matches the id. */
async function readRank({ folders }: DocumentStore, rank: string): Promise<ConversationFile | undefined> {
  const path = join(folders.root, "conversations", rank);
  const file = await new DocumentFile(folders, path, conversationCodec()).read();
  if (file !== null && conversationRank(file.id) !== rank) {
    throw new StoreFileError(path, `holds conversation ${JSON.stringify(file.id)}, which belongs elsewhere`);
  }
  return file ?? undefined;
}

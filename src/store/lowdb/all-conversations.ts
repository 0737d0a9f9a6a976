import { join } from "node:path";
import type { Conversation } from "../records.ts";
import { StoreFileError } from "../store-file-error.ts";
import type { StoreLog } from "../store-log.ts";
import type { Books } from "./books.ts";
import { conversationCodec } from "./conversation-codec.ts";
import type { ConversationFile } from "./conversation-file.ts";
import { conversationOf } from "./conversations.ts";
import { DocumentFile } from "./document-file.ts";
import { conversationRank } from "./places.ts";
import { unlessBroken } from "./unless-broken.ts";

/** All that are not erased, by the names of their files; a broken file is reported and left out. */
export async function* allConversations(
  books: Books,
  log: StoreLog,
  after?: string,
): AsyncGenerator<Conversation> {
  const past = after === undefined ? "" : conversationRank(after);
  const unwritten = new Map(books.conversations.changed().map(({ id }) => [conversationRank(id), id]));
  for (const folder of shards(past)) {
    for (const rank of await ranksIn(books, folder, unwritten)) {
      if (rank <= past) continue;
      const id = unwritten.get(rank);
      const read = () => (id === undefined ? readRank(books, rank) : books.conversations.look(id));
      const file = await unlessBroken(log, read);
      const conversation =
        file && conversationOf(books.conversations.inMemory(file.id) ?? file, books.agenda);
      if (conversation !== undefined && conversation !== "erased") yield conversation;
    }
  }
}

function shards(past: string): string[] {
  const all = Array.from({ length: 256 }, (_, number) => number.toString(16).padStart(2, "0"));
  return all.filter((folder) => folder >= past.slice(0, 2));
}

async function ranksIn(
  { folders }: Books,
  folder: string,
  unwritten: ReadonlyMap<string, string>,
): Promise<string[]> {
  const names = await folders.disk.list(join(folders.root, "conversations", folder));
  const written = names.filter((name) => /^[0-9a-f]+\.json$/.test(name)).map((name) => join(folder, name));
  const others = [...unwritten.keys()].filter((rank) => rank.startsWith(folder));
  return [...new Set([...written, ...others])].sort();
}

/** The conversation in this file, whichever it is; its name must be the one its id gives. */
async function readRank({ folders }: Books, rank: string): Promise<ConversationFile | undefined> {
  const path = join(folders.root, "conversations", rank);
  const file = await new DocumentFile(folders, path, conversationCodec()).read();
  if (file !== null && conversationRank(file.id) !== rank) {
    throw new StoreFileError(path, `holds conversation ${JSON.stringify(file.id)}, which belongs elsewhere`);
  }
  return file ?? undefined;
}

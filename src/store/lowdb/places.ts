import { createHash } from "node:crypto";
import { join, relative } from "node:path";

/** Where the file of each document is. Names are hashes, because ids may be long and hold any character. */
export const places = {
  manifest: (root: string) => join(root, "store.json"),
  conversation: (root: string, id: string) => `${conversationStem(root, id)}.json`,
  segment: (root: string, id: string, from: number) => `${conversationStem(root, id)}.log-${from}.json`,
  state: (root: string, key: string) => `${hashed(root, "state", key)}.json`,
  ticket: (root: string, number: number) =>
    join(root, "tickets", String(Math.floor(number / 1000)), `${number}.json`),
};

/** Where a conversation stands among all: the path of its file below `conversations/`. */
export function conversationRank(id: string): string {
  return relative("conversations", places.conversation("", id));
}

function conversationStem(root: string, id: string): string {
  return hashed(root, "conversations", id);
}

/** JSON escapes lone surrogates, which would otherwise all have the same hash. */
function hashed(root: string, folder: string, name: string): string {
  const hash = createHash("sha256").update(JSON.stringify(name)).digest("hex").slice(0, 40);
  return join(root, folder, hash.slice(0, 2), hash.slice(2));
}

import { NoSuchConversation, StateConflict } from "../errors.ts";
import { StoredState } from "../state-cache.ts";
import type { StateWrite, Tagged } from "../store.ts";
import type { ConversationFile, StateText } from "./conversation-file.ts";
import { homeOfState } from "./document-file.ts";
import type { DocumentStore } from "./document-store.ts";
import type { DocumentWriter } from "./document-writer.ts";
import type { JournalOperation } from "./journal-operation.ts";

/** The values that exist, each the caller's own. */
export async function readState(books: DocumentStore, keys: readonly string[]): Promise<Map<string, Tagged>> {
  const found = new Map<string, Tagged>();
  for (const key of keys) {
    const stored = await stateText(books, key);
    if (stored !== undefined) found.set(key, new StoredState(stored.text, stored.eTag));
  }
  return found;
}

/** The tags of the values that exist; of one that was in memory lately, without a look at the disk. */
export async function stateTags(books: DocumentStore, keys: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const key of keys) {
    const known = books.knownTag(key);
    const tag = known === undefined ? (await stateText(books, key))?.eTag : known;
    if (tag !== undefined && tag !== null) found.set(key, tag);
  }
  return found;
}

/** What is kept with a conversation. */
export const readHeldState = ({ state }: ConversationFile): Map<string, Tagged> =>
  new Map([...state].map(([key, stored]) => [key, new StoredState(stored.text, stored.eTag)]));

/** Writes all of them, or none when one shows a wrong tag. */
export async function writeState(keeper: DocumentWriter, writes: readonly StateWrite[]): Promise<void> {
  const lsn = await changeState(
    keeper,
    writes.map(({ key }) => key),
    async () => {
      await checkTags(keeper.books, writes);
      return writes.map((write) => stateChange(write));
    },
  );
  tellTags(writes, lsn);
}

/** Tells the writers the tag of what they wrote in this record. */
export function tellTags(writes: readonly StateWrite[], lsn: number): void {
  for (const { stored } of writes) stored?.(String(lsn));
}

export async function deleteState(keeper: DocumentWriter, keys: readonly string[]): Promise<void> {
  await changeState(keeper, keys, async () => keys.map((key) => ({ do: "state", key })));
}

/** The change that stores a value; `by` is the conversation whose turn wrote it. */
export function stateChange({ key, value }: StateWrite, by?: string): JournalOperation {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return by === undefined ? { do: "state", key, value: text } : { do: "state", key, by, value: text };
}

/** Throws StateConflict unless each write shows the tag that is stored. */
export async function checkTags(books: DocumentStore, writes: readonly StateWrite[]): Promise<void> {
  for (const { key, eTag } of writes) {
    if (eTag === "*") continue;
    const stored = await stateText(books, key);
    if ((stored?.eTag ?? null) !== eTag) throw new StateConflict(key);
  }
}

async function changeState(
  keeper: DocumentWriter,
  keys: readonly string[],
  changes: () => Promise<JournalOperation[]>,
): Promise<number> {
  if (keys.length === 0) return 0;
  return keeper.alone(keys.map(homeOfState), async () => {
    for (const key of keys) await refuseErased(keeper.books, key);
    return keeper.write(await changes());
  });
}

async function stateText(books: DocumentStore, key: string): Promise<StateText | undefined> {
  const home = homeOfState(key);
  if (home.startsWith("state:")) return (await books.states.look(key)).value;
  return (await books.conversations.look(home.slice("conversation:".length))).state.get(key);
}

async function refuseErased(books: DocumentStore, key: string): Promise<void> {
  const home = homeOfState(key);
  if (home.startsWith("state:")) return;
  const id = home.slice("conversation:".length);
  if ((await books.conversations.look(id)).erased) throw new NoSuchConversation(id);
}

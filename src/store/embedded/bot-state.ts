import { NoSuchConversation, StateConflict } from "../errors.ts";
import { StoredText, type Tagged } from "../records.ts";
import type { StateWrite } from "../store.ts";
import type { ConversationFile, StateText } from "./conversation-file.ts";
import { homeOfState } from "./document-file.ts";
import type { DocumentStore } from "./document-store.ts";
import type { DocumentWriter } from "./document-writer.ts";
import type { JournalOperation } from "./journal-operation.ts";

/** Reads the values that exist; each is the caller's own copy. */
export async function readState(
  documentStore: DocumentStore,
  keys: readonly string[],
): Promise<Map<string, Tagged>> {
  const found = new Map<string, Tagged>();
  for (const key of keys) {
    const stored = await stateText(documentStore, key);
    if (stored !== undefined) found.set(key, new StoredText(stored.text, stored.eTag));
  }
  return found;
}

/** Reads the tags of the values that exist; recently used ones need no disk access. */
export async function stateTags(
  documentStore: DocumentStore,
  keys: readonly string[],
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const key of keys) {
    const known = documentStore.knownTag(key);
    const tag = known === undefined ? (await stateText(documentStore, key))?.eTag : known;
    if (tag !== undefined && tag !== null) found.set(key, tag);
  }
  return found;
}

/** Returns the state that is stored with a conversation. */
export const readHeldState = ({ state }: ConversationFile): Map<string, Tagged> =>
  new Map([...state].map(([key, stored]) => [key, new StoredText(stored.text, stored.eTag)]));

/** Writes all of them, or none when one shows a wrong tag. */
export async function writeState(
  documentWriter: DocumentWriter,
  writes: readonly StateWrite[],
): Promise<void> {
  const lsn = await changeState(
    documentWriter,
    writes.map(({ key }) => key),
    async () => {
      await checkTags(documentWriter.documentStore, writes);
      return writes.map((write) => stateChange(write));
    },
  );
  tellTags(writes, lsn);
}

/** Reports the tag of this record to the `stored` callback of each write. */
export function tellTags(writes: readonly StateWrite[], lsn: number): void {
  for (const { stored } of writes) stored?.(String(lsn));
}

export async function deleteState(documentWriter: DocumentWriter, keys: readonly string[]): Promise<void> {
  await changeState(documentWriter, keys, async () => keys.map((key) => ({ do: "state", key })));
}

/** Builds the operation that stores a value; `by` is the conversation whose turn wrote it. */
export function stateChange({ key, value }: StateWrite, by?: string): JournalOperation {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return by === undefined ? { do: "state", key, value: text } : { do: "state", key, by, value: text };
}

/** Throws StateConflict unless each write shows the tag that is stored. */
export async function checkTags(documentStore: DocumentStore, writes: readonly StateWrite[]): Promise<void> {
  for (const { key, eTag } of writes) {
    if (eTag === "*") continue;
    const stored = await stateText(documentStore, key);
    if ((stored?.eTag ?? null) !== eTag) throw new StateConflict(key);
  }
}

async function changeState(
  documentWriter: DocumentWriter,
  keys: readonly string[],
  changes: () => Promise<JournalOperation[]>,
): Promise<number> {
  if (keys.length === 0) return 0;
  return documentWriter.alone(keys.map(homeOfState), async () => {
    for (const key of keys) await refuseErased(documentWriter.documentStore, key);
    return documentWriter.write(await changes());
  });
}

async function stateText(documentStore: DocumentStore, key: string): Promise<StateText | undefined> {
  const home = homeOfState(key);
  if (home.startsWith("state:")) return (await documentStore.states.look(key)).value;
  return (await documentStore.conversations.look(home.slice("conversation:".length))).state.get(key);
}

async function refuseErased(documentStore: DocumentStore, key: string): Promise<void> {
  const home = homeOfState(key);
  if (home.startsWith("state:")) return;
  const id = home.slice("conversation:".length);
  if ((await documentStore.conversations.look(id)).erased) throw new NoSuchConversation(id);
}

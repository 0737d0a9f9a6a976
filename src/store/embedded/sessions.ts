import { StateConflict } from "../errors.ts";
import { StoredText, type Tagged } from "../records.ts";
import type { SessionWrite } from "../staff.ts";
import type { DocumentName } from "./document-file.ts";
import type { DocumentStore } from "./document-store.ts";
import type { DocumentWriter } from "./document-writer.ts";
import type { JournalOperation } from "./journal-operation.ts";

export async function readSession({ sessions }: DocumentStore, key: string): Promise<Tagged | undefined> {
  const { record } = await sessions.look(key);
  return record && new StoredText(record.text, record.eTag);
}

/** Reads a session with its account, and no other document. */
export async function sessionWithAccount(
  documentStore: DocumentStore,
  key: string,
): Promise<{ session: Tagged; account: Tagged | undefined } | undefined> {
  const { record } = await documentStore.sessions.look(key);
  if (record === undefined) return undefined;
  const account = (await documentStore.staff.look(`account/${record.account}`)).record;
  return {
    session: new StoredText(record.text, record.eTag),
    account: account && new StoredText(account.text, account.eTag),
  };
}

export async function sessionsOf(
  documentStore: DocumentStore,
  account: string,
): Promise<Map<string, Tagged>> {
  const found = new Map<string, Tagged>();
  for (const key of [...(await documentStore.staff.look(`account/${account}`)).sessions]) {
    const session = await readSession(documentStore, key);
    if (session !== undefined) found.set(key, session);
  }
  return found;
}

export async function openSessions(
  { sessions }: DocumentStore,
  keys: readonly string[],
): Promise<Set<string>> {
  const found = new Set<string>();
  for (const key of keys) if ((await sessions.look(key)).record !== undefined) found.add(key);
  return found;
}

const namesOf = (key: string, account: string): DocumentName[] => [
  `session:${key}`,
  `staff:account/${account}`,
];

const sessionChange = ({ key, account, value }: SessionWrite): JournalOperation => ({
  do: "session",
  key,
  account,
  value: JSON.stringify(value),
});

/** Adds a session and ends others, in one record. */
export function startSession(
  documentWriter: DocumentWriter,
  session: SessionWrite,
  ends: readonly string[],
): Promise<void> {
  return ending(documentWriter, ends, [sessionChange(session)], namesOf(session.key, session.account));
}

export async function changeSession(
  documentWriter: DocumentWriter,
  session: SessionWrite,
  eTag: string,
): Promise<string> {
  const { key, account } = session;
  return documentWriter.alone(namesOf(key, account), async () => {
    const { record } = await documentWriter.documentStore.sessions.look(key);
    if (record?.eTag !== eTag || record.account !== account) throw new StateConflict(`session:${key}`);
    return String(await documentWriter.write([sessionChange(session)]));
  });
}

export const endSessions = (documentWriter: DocumentWriter, keys: readonly string[]): Promise<void> =>
  ending(documentWriter, keys, [], []);

/** Ends those of the sessions that there are, in the same record as `more`. */
async function ending(
  documentWriter: DocumentWriter,
  keys: readonly string[],
  more: readonly JournalOperation[],
  moreNames: readonly DocumentName[],
): Promise<void> {
  const { sessions } = documentWriter.documentStore;
  const names: DocumentName[] = [...moreNames];
  for (const key of keys) {
    const { record } = await sessions.look(key);
    if (record !== undefined) names.push(...namesOf(key, record.account));
  }
  if (names.length === 0) return;
  await documentWriter.alone(names, async () => {
    const ends: JournalOperation[] = [];
    for (const key of new Set(keys)) {
      const { record } = await sessions.look(key);
      if (record !== undefined) ends.push({ do: "session", key, account: record.account });
    }
    if (ends.length + more.length > 0) await documentWriter.write([...ends, ...more]);
  });
}

import type { ConversationPiece, Piece, PortableStore } from "../copy-store.ts";
import type { Rating, Receipt } from "../records.ts";
import { conversationCodec, stateCodec } from "./conversation-codec.ts";
import { readLog, readSealed, recallSealedKeys } from "./conversation-log.ts";
import { filesBelow } from "./disk.ts";
import { DocumentFile, homeOfState } from "./document-file.ts";
import type { DocumentWriter } from "./document-writer.ts";
import { appendChange, type JournalOperation } from "./journal-operation.ts";
import { type StaffRecords, staffNames } from "./staff.ts";
import { auditPieces, putAudit, putSession, putStaff, staffPieces } from "./staff-pieces.ts";
import { readTicket, ticketChange, ticketsNumbered } from "./tickets.ts";

/** Adds a piece of another store, unless it is there already. */
async function importRecord(
  documentWriter: DocumentWriter,
  staff: StaffRecords,
  piece: Piece,
): Promise<void> {
  const { documentStore } = documentWriter;
  const { parked, unsent, troubles } = documentStore.pendingWork.snapshot();
  switch (piece.kind) {
    case "state":
      return putState(documentWriter, piece.key, piece.value);
    case "staff":
      return putStaff(documentWriter, staff, piece);
    case "session":
      return putSession(documentWriter, piece);
    case "audit-line":
    case "audit-ends":
      return putAudit(documentWriter, piece);
    case "ticket": {
      const { ticket } = piece;
      if ((await readTicket(documentStore, ticket.number)) !== undefined) return;
      await documentWriter.alone([`conversation:${ticket.conversationId}`, `ticket:${ticket.number}`], () =>
        documentWriter.write([ticketChange(ticket)]),
      );
      return;
    }
    case "talk":
      return putConversation(documentWriter, piece);
    case "parked": {
      const { conversationId: conversation, seq, reason, at } = piece;
      if (parked.some((turn) => turn.conversationId === conversation && turn.seq === seq)) return;
      await documentWriter.write([{ do: "park", conversation, seq, reason, at }]);
      return;
    }
    case "unsent": {
      if (unsent.some(({ id }) => id === piece.entry.id)) return;
      await documentWriter.write([send(piece.entry)]);
      return;
    }
    case "trouble": {
      const { id, conversationId, entryKind, kind, reason, at } = piece.trouble;
      if (troubles.some((trouble) => trouble.id === id)) return;
      const entry = { id, conversationId, kind: entryKind, lane: "", payload: null };
      await documentWriter.write([send(entry), { do: "settle", id, kind, reason, at }]);
      return;
    }
    default:
      return piece satisfies never;
  }
}

const send = (entry: { id: string; conversationId: string }): JournalOperation => ({
  do: "send",
  conversation: entry.conversationId,
  id: entry.id,
  entry: JSON.stringify(entry),
});

async function putState(documentWriter: DocumentWriter, key: string, value: string): Promise<void> {
  const home = homeOfState(key);
  await documentWriter.alone([home], async () => {
    const known = home.startsWith("state:")
      ? (await documentWriter.documentStore.states.look(key)).value
      : (await documentWriter.documentStore.conversations.look(home.slice("conversation:".length))).state.get(
          key,
        );
    if (known === undefined) await documentWriter.write([{ do: "state", key, value }]);
  });
}

async function putConversation(
  documentWriter: DocumentWriter,
  conversation: ConversationPiece,
): Promise<void> {
  const { documentStore } = documentWriter;
  const { id } = conversation;
  await documentWriter.alone([`conversation:${id}`, ...conversation.elsewhere.map(homeOfState)], async () => {
    const file = await documentStore.conversations.look(id);
    if (file.start !== null || file.erased) return;
    if (conversation.start === null) {
      await documentWriter.write([{ do: "erase", conversation: id }]);
      return;
    }
    const elsewhere: JournalOperation[] = [];
    for (const key of conversation.elsewhere) {
      const { value } = await documentStore.states.look(key);
      if (value !== undefined) elsewhere.push({ do: "state", key, by: id, value: value.text });
    }
    await documentWriter.write([...changesOf(conversation), ...elsewhere]);
  });
}

function changesOf({
  id,
  start,
  entries,
  keys,
  states,
  receipts,
  ratings,
  pending,
}: ConversationPiece): JournalOperation[] {
  const waiting = new Set(pending);
  const keysOf = new Map<number, string[]>();
  for (const [key, seq] of keys) keysOf.set(seq, [...(keysOf.get(seq) ?? []), key]);
  return [
    { do: "open", conversation: id, start: JSON.stringify(start) },
    ...entries.map((entry) =>
      appendChange(id, entry, {
        keys: keysOf.get(entry.seq) ?? [],
        awaits: waiting.has(entry.seq),
      }),
    ),
    ...states.map(([key, value]): JournalOperation => ({ do: "state", key, by: id, value })),
    ...receipts.map(
      (receipt): JournalOperation => ({
        do: "receipt",
        conversation: id,
        id: receipt.id,
        receipt: JSON.stringify(receipt),
      }),
    ),
    ...ratings.map(
      (rating): JournalOperation => ({
        do: "rating",
        conversation: id,
        id: rating.id,
        rating: JSON.stringify(rating),
      }),
    ),
  ];
}

const everything = { after: 0, limit: Number.MAX_SAFE_INTEGER };

/** Builds the export and import port of the embedded store. */
export function exportImport(
  documentWriter: DocumentWriter,
  staff: StaffRecords,
  now: () => Date,
  close: () => Promise<void>,
): PortableStore {
  return {
    pieces: () => pieces(documentWriter, now),
    put: (piece) => importRecord(documentWriter, staff, piece),
    close,
  };
}

async function* pieces(documentWriter: DocumentWriter, now: () => Date): AsyncGenerator<Piece> {
  const { documentStore } = documentWriter;
  const pendingWork = documentStore.pendingWork.snapshot();
  for (const key of await stateKeys(documentWriter)) {
    const { value } = await documentStore.states.glance(key);
    if (value !== undefined) yield { kind: "state", key, value: value.text };
  }
  const ids = await conversationIds(documentWriter);
  for (const id of ids) {
    const file = await documentStore.conversations.glance(id);
    if (file.start !== null || file.erased) continue;
    for (const [key, { text }] of file.state) yield { kind: "state", key, value: text };
  }
  yield* staffPieces(documentStore, await staffNames(documentStore));
  yield* auditPieces(documentStore);
  for (let number = 1; number <= pendingWork.lastTicket; number += 1)
    for (const ticket of await ticketsNumbered(documentStore, [number])) yield { kind: "ticket", ticket };
  for (const id of ids) {
    const conversation = await documentWriter.alone([`conversation:${id}`], () =>
      conversationPiece(documentWriter, id, now),
    );
    if (conversation !== undefined) yield conversation;
  }
  for (const parked of pendingWork.parked) yield { kind: "parked", ...parked };
  for (const { entry } of pendingWork.unsent) yield { kind: "unsent", entry: JSON.parse(entry) };
  for (const trouble of pendingWork.troubles) yield { kind: "trouble", trouble };
}

async function conversationPiece(
  { documentStore }: DocumentWriter,
  id: string,
  now: () => Date,
): Promise<ConversationPiece | undefined> {
  const file = await documentStore.conversations.look(id);
  if (file.start === null && !file.erased) return undefined;
  await recallSealedKeys(file, now().toISOString(), (from) => readSealed(documentStore.folders, id, from));
  return {
    kind: "talk",
    id,
    start: file.start === null ? null : JSON.parse(file.start),
    entries: file.erased ? [] : await readLog(documentStore, id, everything),
    keys: [...file.keys].map(([key, { seq }]) => [key, seq]),
    states: [...file.state].map(([key, { text }]) => [key, text]),
    elsewhere: [...file.elsewhere],
    receipts: [...file.receipts.values()].map((text): Receipt => JSON.parse(text)),
    ratings: [...file.ratings.values()].map((text): Rating => JSON.parse(text)),
    pending: documentStore.pendingWork.waitingOf(id),
  };
}

async function conversationIds({ documentStore }: DocumentWriter): Promise<string[]> {
  const { folders, conversations } = documentStore;
  const ids = new Set(conversations.changed().map(({ id }) => id));
  for await (const path of filesBelow(folders.root, "conversations")) {
    if (!/^[0-9a-f]+\.json$/.test(path.split("/").at(-1) ?? "")) continue;
    const file = await new DocumentFile(folders, `${folders.root}/${path}`, conversationCodec()).read();
    if (file !== null) ids.add(file.id);
  }
  return [...ids];
}

async function stateKeys({ documentStore }: DocumentWriter): Promise<string[]> {
  const { folders, states } = documentStore;
  const keys = new Set(states.changed().map(({ id }) => id));
  for await (const path of filesBelow(folders.root, "state")) {
    const file = await new DocumentFile(folders, `${folders.root}/${path}`, stateCodec()).read();
    if (file !== null) keys.add(file.key);
  }
  return [...keys];
}

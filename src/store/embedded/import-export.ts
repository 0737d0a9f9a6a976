import type { ConversationPiece, Piece, PortableStore } from "../copy-store.ts";
import type { Rating, Receipt } from "../records.ts";
import { conversationCodec, stateCodec } from "./conversation-codec.ts";
import { readLog, readSealed, recallSealedKeys } from "./conversation-log.ts";
import { filesBelow } from "./disk.ts";
import { DocumentFile, homeOfState } from "./document-file.ts";
import type { DocumentWriter } from "./document-writer.ts";
import { appendChange, type JournalOperation } from "./journal-operation.ts";
import { readTicket, ticketChange, ticketsNumbered } from "./tickets.ts";

/** Adds a piece of another store, unless it is there already. */
async function importRecord(keeper: DocumentWriter, piece: Piece): Promise<void> {
  const { books } = keeper;
  const { parked, unsent, troubles } = books.agenda.snapshot();
  switch (piece.kind) {
    case "state":
      return putState(keeper, piece.key, piece.value);
    case "ticket": {
      const { ticket } = piece;
      if ((await readTicket(books, ticket.number)) !== undefined) return;
      await keeper.alone([`conversation:${ticket.conversationId}`, `ticket:${ticket.number}`], () =>
        keeper.write([ticketChange(ticket)]),
      );
      return;
    }
    case "talk":
      return putConversation(keeper, piece);
    case "parked": {
      const { conversationId: conversation, seq, reason, at } = piece;
      if (parked.some((turn) => turn.conversationId === conversation && turn.seq === seq)) return;
      await keeper.write([{ do: "park", conversation, seq, reason, at }]);
      return;
    }
    case "unsent": {
      if (unsent.some(({ id }) => id === piece.entry.id)) return;
      await keeper.write([send(piece.entry)]);
      return;
    }
    case "trouble": {
      const { id, conversationId, entryKind, kind, reason, at } = piece.trouble;
      if (troubles.some((trouble) => trouble.id === id)) return;
      const entry = { id, conversationId, kind: entryKind, lane: "", payload: null };
      await keeper.write([send(entry), { do: "settle", id, kind, reason, at }]);
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

async function putState(keeper: DocumentWriter, key: string, value: string): Promise<void> {
  const home = homeOfState(key);
  await keeper.alone([home], async () => {
    const known = home.startsWith("state:")
      ? (await keeper.books.states.look(key)).value
      : (await keeper.books.conversations.look(home.slice("conversation:".length))).state.get(key);
    if (known === undefined) await keeper.write([{ do: "state", key, value }]);
  });
}

async function putConversation(keeper: DocumentWriter, conversation: ConversationPiece): Promise<void> {
  const { books } = keeper;
  const { id } = conversation;
  await keeper.alone([`conversation:${id}`, ...conversation.elsewhere.map(homeOfState)], async () => {
    const file = await books.conversations.look(id);
    if (file.start !== null || file.erased) return;
    if (conversation.start === null) {
      await keeper.write([{ do: "erase", conversation: id }]);
      return;
    }
    const elsewhere: JournalOperation[] = [];
    for (const key of conversation.elsewhere) {
      const { value } = await books.states.look(key);
      if (value !== undefined) elsewhere.push({ do: "state", key, by: id, value: value.text });
    }
    await keeper.write([...changesOf(conversation), ...elsewhere]);
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

/** The embedded store in pieces. */
export function exportImport(
  keeper: DocumentWriter,
  now: () => Date,
  close: () => Promise<void>,
): PortableStore {
  return { pieces: () => pieces(keeper, now), put: (piece) => importRecord(keeper, piece), close };
}

async function* pieces(keeper: DocumentWriter, now: () => Date): AsyncGenerator<Piece> {
  const { books } = keeper;
  const agenda = books.agenda.snapshot();
  for (const key of await stateKeys(keeper)) {
    const { value } = await books.states.glance(key);
    if (value !== undefined) yield { kind: "state", key, value: value.text };
  }
  const ids = await conversationIds(keeper);
  for (const id of ids) {
    const file = await books.conversations.glance(id);
    if (file.start !== null || file.erased) continue;
    for (const [key, { text }] of file.state) yield { kind: "state", key, value: text };
  }
  for (let number = 1; number <= agenda.lastTicket; number += 1)
    for (const ticket of await ticketsNumbered(books, [number])) yield { kind: "ticket", ticket };
  for (const id of ids) {
    const conversation = await keeper.alone([`conversation:${id}`], () => conversationPiece(keeper, id, now));
    if (conversation !== undefined) yield conversation;
  }
  for (const parked of agenda.parked) yield { kind: "parked", ...parked };
  for (const { entry } of agenda.unsent) yield { kind: "unsent", entry: JSON.parse(entry) };
  for (const trouble of agenda.troubles) yield { kind: "trouble", trouble };
}

async function conversationPiece(
  { books }: DocumentWriter,
  id: string,
  now: () => Date,
): Promise<ConversationPiece | undefined> {
  const file = await books.conversations.look(id);
  if (file.start === null && !file.erased) return undefined;
  await recallSealedKeys(file, now().toISOString(), (from) => readSealed(books.folders, id, from));
  return {
    kind: "talk",
    id,
    start: file.start === null ? null : JSON.parse(file.start),
    entries: file.erased ? [] : await readLog(books, id, everything),
    keys: [...file.keys].map(([key, { seq }]) => [key, seq]),
    states: [...file.state].map(([key, { text }]) => [key, text]),
    elsewhere: [...file.elsewhere],
    receipts: [...file.receipts.values()].map((text): Receipt => JSON.parse(text)),
    ratings: [...file.ratings.values()].map((text): Rating => JSON.parse(text)),
    pending: books.agenda.waitingOf(id),
  };
}

async function conversationIds({ books }: DocumentWriter): Promise<string[]> {
  const { folders, conversations } = books;
  const ids = new Set(conversations.changed().map(({ id }) => id));
  for await (const path of filesBelow(folders.root, "conversations")) {
    if (!/^[0-9a-f]+\.json$/.test(path.split("/").at(-1) ?? "")) continue;
    const file = await new DocumentFile(folders, `${folders.root}/${path}`, conversationCodec()).read();
    if (file !== null) ids.add(file.id);
  }
  return [...ids];
}

async function stateKeys({ books }: DocumentWriter): Promise<string[]> {
  const { folders, states } = books;
  const keys = new Set(states.changed().map(({ id }) => id));
  for await (const path of filesBelow(folders.root, "state")) {
    const file = await new DocumentFile(folders, `${folders.root}/${path}`, stateCodec()).read();
    if (file !== null) keys.add(file.key);
  }
  return [...keys];
}

import type { Piece, PortableStore, TalkPiece } from "../copy/piece.ts";
import type { Rating, Receipt } from "../records.ts";
import { conversationCodec } from "./conversation-codec.ts";
import { recallSealedKeys } from "./delivery-keys.ts";
import { DocumentFile } from "./document-file.ts";
import { filesBelow } from "./files-below.ts";
import type { Keeper } from "./keeper.ts";
import { readLog, readSealed } from "./log-reader.ts";
import { putPiece } from "./put-piece.ts";
import { stateCodec } from "./state-file.ts";
import { ticketsNumbered } from "./tickets.ts";

const everything = { after: 0, limit: Number.MAX_SAFE_INTEGER };

/** The embedded store in pieces. */
export function portable(keeper: Keeper, now: () => Date, close: () => Promise<void>): PortableStore {
  return { pieces: () => pieces(keeper, now), put: (piece) => putPiece(keeper, piece), close };
}

async function* pieces(keeper: Keeper, now: () => Date): AsyncGenerator<Piece> {
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
    const talk = await keeper.alone([`conversation:${id}`], () => talkPiece(keeper, id, now));
    if (talk !== undefined) yield talk;
  }
  for (const parked of agenda.parked) yield { kind: "parked", ...parked };
  for (const { entry } of agenda.unsent) yield { kind: "unsent", entry: JSON.parse(entry) };
  for (const trouble of agenda.troubles) yield { kind: "trouble", trouble };
}

async function talkPiece({ books }: Keeper, id: string, now: () => Date): Promise<TalkPiece | undefined> {
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

async function conversationIds({ books }: Keeper): Promise<string[]> {
  const { folders, conversations } = books;
  const ids = new Set(conversations.changed().map(({ id }) => id));
  for await (const path of filesBelow(folders.root, "conversations")) {
    if (!/^[0-9a-f]+\.json$/.test(path.split("/").at(-1) ?? "")) continue;
    const file = await new DocumentFile(folders, `${folders.root}/${path}`, conversationCodec()).read();
    if (file !== null) ids.add(file.id);
  }
  return [...ids];
}

async function stateKeys({ books }: Keeper): Promise<string[]> {
  const { folders, states } = books;
  const keys = new Set(states.changed().map(({ id }) => id));
  for await (const path of filesBelow(folders.root, "state")) {
    const file = await new DocumentFile(folders, `${folders.root}/${path}`, stateCodec()).read();
    if (file !== null) keys.add(file.key);
  }
  return [...keys];
}

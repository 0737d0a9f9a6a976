import type { Piece, TalkPiece } from "../copy/piece.ts";
import { appendChange } from "./append-change.ts";
import type { Change } from "./change.ts";
import { homeOfState } from "./document.ts";
import type { Keeper } from "./keeper.ts";
import { readTicket, ticketChange } from "./tickets.ts";

/** Adds a piece of another store, unless it is there already. */
export async function putPiece(keeper: Keeper, piece: Piece): Promise<void> {
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
      return putTalk(keeper, piece);
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

const send = (entry: { id: string; conversationId: string }): Change => ({
  do: "send",
  conversation: entry.conversationId,
  id: entry.id,
  entry: JSON.stringify(entry),
});

async function putState(keeper: Keeper, key: string, value: string): Promise<void> {
  const home = homeOfState(key);
  await keeper.alone([home], async () => {
    const known = home.startsWith("state:")
      ? (await keeper.books.states.look(key)).value
      : (await keeper.books.conversations.look(home.slice("conversation:".length))).state.get(key);
    if (known === undefined) await keeper.write([{ do: "state", key, value }]);
  });
}

async function putTalk(keeper: Keeper, talk: TalkPiece): Promise<void> {
  const { books } = keeper;
  const { id } = talk;
  await keeper.alone([`conversation:${id}`, ...talk.elsewhere.map(homeOfState)], async () => {
    const file = await books.conversations.look(id);
    if (file.start !== null || file.erased) return;
    if (talk.start === null) {
      await keeper.write([{ do: "erase", conversation: id }]);
      return;
    }
    const elsewhere: Change[] = [];
    for (const key of talk.elsewhere) {
      const { value } = await books.states.look(key);
      if (value !== undefined) elsewhere.push({ do: "state", key, by: id, value: value.text });
    }
    await keeper.write([...changesOf(talk), ...elsewhere]);
  });
}

function changesOf({ id, start, entries, keys, states, receipts, ratings, pending }: TalkPiece): Change[] {
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
    ...states.map(([key, value]): Change => ({ do: "state", key, by: id, value })),
    ...receipts.map(
      (receipt): Change => ({
        do: "receipt",
        conversation: id,
        id: receipt.id,
        receipt: JSON.stringify(receipt),
      }),
    ),
    ...ratings.map(
      (rating): Change => ({ do: "rating", conversation: id, id: rating.id, rating: JSON.stringify(rating) }),
    ),
  ];
}

import { NoSuchConversation } from "../errors.ts";
import { type LogEntry, Rating, Receipt } from "../records.ts";
import type { StateWrite, Store, TurnCommit } from "../store.ts";
import type { ActiveTurns, PipelinedTurn } from "./active-turns.ts";
import { checkTags, stateChange, tellTags } from "./bot-state.ts";
import type { ConversationFile } from "./conversation-file.ts";
import { readLog, readSealed, recallSealedKeys, seenBefore } from "./conversation-log.ts";
import { type DocumentName, homeOfState } from "./document-file.ts";
import type { DocumentWriter } from "./document-writer.ts";
import { appendChange, type JournalOperation } from "./journal-operation.ts";
import { checkTickets, ticketChange } from "./tickets.ts";

type Incoming = Parameters<Store["receive"]>[1];

/** Appends an entry, unless one of its keys was seen before. */
export function receive(
  documentWriter: DocumentWriter,
  under: ActiveTurns,
  conversationId: string,
  { activity, keys, at, needsTurn, audience = "everyone", claim }: Incoming,
): ReturnType<Store["receive"]> {
  const { documentStore } = documentWriter;
  return documentWriter.alone([`conversation:${conversationId}`], async () => {
    const file = await documentStore.conversations.look(conversationId);
    if (file.start === null) throw new NoSuchConversation(conversationId);
    await recallSealedKeys(file, at, (from) => readSealed(documentStore.folders, conversationId, from));
    const seen = seenBefore(file, keys);
    if (seen !== undefined) {
      const [entry] = await readLog(documentStore, conversationId, { after: seen.seq - 1, limit: 1 });
      if (entry === undefined) throw new NoSuchConversation(conversationId);
      return { entry, duplicate: true };
    }
    const entry: LogEntry = { seq: file.lastSeq + 1, at, audience, activity };
    const { frame } = documentWriter;
    const written = documentWriter.write([appendChange(conversationId, entry, { keys, awaits: needsTurn })]);
    if (claim && needsTurn) await under.begin({ file, entry, frame, written, joined: false }, claim);
    await written;
    return { entry, duplicate: false };
  });
}

/** Stores a turn in one record. Skips turns that were answered already, or whose conversation was erased. */
export function commitTurn(
  documentWriter: DocumentWriter,
  under: ActiveTurns,
  turn: TurnCommit,
): Promise<LogEntry[]> {
  const early = turnToJoin(documentWriter, under, turn);
  if (early === undefined) return commitAlone(documentWriter, under, turn);
  early.joined = true;
  return writeTurn(documentWriter, under, turn, early.entry.seq);
}

/** Returns the turn if its entry still waits for a frame that the commit can join. */
function turnToJoin(
  { frame, documentStore }: DocumentWriter,
  under: ActiveTurns,
  turn: TurnCommit,
): PipelinedTurn | undefined {
  const early = under.early(turn.conversationId, turn.by);
  if (early?.frame !== frame || early.joined || early.entry.seq !== turn.answers) return undefined;
  const { file } = early;
  if (turn.tickets.length > 0 || documentStore.pendingWork.openAmong(file.tickets).agent !== null)
    return undefined;
  return turn.state.every((write) => fits(file, write)) ? early : undefined;
}

const fits = ({ id, state }: ConversationFile, { key, eTag }: StateWrite): boolean =>
  homeOfState(key) === `conversation:${id}` && (eTag === "*" || (state.get(key)?.eTag ?? null) === eTag);

function commitAlone(
  documentWriter: DocumentWriter,
  under: ActiveTurns,
  turn: TurnCommit,
): Promise<LogEntry[]> {
  const { conversationId, answers, by } = turn;
  const { documentStore } = documentWriter;
  return documentWriter.alone(documentsOfTurn(turn), async () => {
    const file = await documentStore.conversations.look(conversationId);
    if (file.erased) return [];
    if (file.start === null) throw new NoSuchConversation(conversationId);
    if (by !== undefined && !under.isOf(conversationId, by)) return [];
    if (answers !== null && !documentStore.pendingWork.awaits(conversationId, answers)) return [];
    if (turn.whileBotSpeaks && documentStore.pendingWork.openAmong(file.tickets).agent !== null) {
      if (answers !== null) await documentWriter.write([answeredChange(conversationId, answers)]);
      if (by !== undefined) under.drop(conversationId, by);
      return [];
    }
    await checkTickets(documentStore, file, turn.tickets);
    await checkTags(documentStore, turn.state);
    return writeTurn(documentWriter, under, turn, file.lastSeq);
  });
}

/** Writes the record of a turn; its replies follow the entry `after`. */
async function writeTurn(
  documentWriter: DocumentWriter,
  under: ActiveTurns,
  turn: TurnCommit,
  after: number,
): Promise<LogEntry[]> {
  const { conversationId, by, state, at } = turn;
  const replies = turn.replies.map(({ audience, activity }, index) => ({
    seq: after + 1 + index,
    at,
    audience,
    activity,
  }));
  const lsn = await documentWriter.write(changesOfTurn(turn, replies));
  if (by !== undefined) under.drop(conversationId, by);
  tellTags(state, lsn);
  return replies;
}

function documentsOfTurn({ conversationId, state, tickets }: TurnCommit): DocumentName[] {
  return [
    `conversation:${conversationId}`,
    ...state.map(({ key }) => homeOfState(key)),
    ...tickets.map(({ number }): DocumentName => `ticket:${number}`),
  ];
}

const answeredChange = (conversation: string, seq: number): JournalOperation => ({
  do: "answer",
  conversation,
  seq,
});

function changesOfTurn(turn: TurnCommit, replies: readonly LogEntry[]): JournalOperation[] {
  const conversation = turn.conversationId;
  return [
    ...(turn.answers === null ? [] : [answeredChange(conversation, turn.answers)]),
    ...replies.map((reply) => appendChange(conversation, reply, { keys: [], awaits: false })),
    ...turn.state.map((write) => stateChange(write, conversation)),
    ...turn.tickets.map((ticket) => ticketChange(ticket)),
    ...turn.receipts.map(
      (receipt): JournalOperation => ({
        do: "receipt",
        conversation,
        id: receipt.id,
        receipt: JSON.stringify(Receipt.parse(receipt)),
      }),
    ),
    ...turn.ratings.map(
      (rating): JournalOperation => ({
        do: "rating",
        conversation,
        id: rating.id,
        rating: JSON.stringify(Rating.parse(rating)),
      }),
    ),
    ...turn.outbox.map(
      (entry): JournalOperation => ({ do: "send", conversation, id: entry.id, entry: JSON.stringify(entry) }),
    ),
  ];
}

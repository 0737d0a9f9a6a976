import { statfs } from "node:fs/promises";
import type { PortableStore } from "../copy-store.ts";
import { checkMoment, type OutboxEntry } from "../records.ts";
import type { Store, StoreLog } from "../store.ts";
import { redactTicket } from "../ticket.ts";
import { ActiveTurns } from "./active-turns.ts";
import { readAuditEnds, readAuditLines, writeAudit } from "./audit-logs.ts";
import { deleteState, readState, stateTags, writeState } from "./bot-state.ts";
import type { Checkpoints } from "./checkpoints.ts";
import { readLog, readLogTexts } from "./conversation-log.ts";
import { allConversations, conversationOf, openConversation } from "./conversations.ts";
import { type DocumentName, homeOfState } from "./document-file.ts";
import type { DocumentStore } from "./document-store.ts";
import type { DocumentWriter } from "./document-writer.ts";
import { exportImport } from "./import-export.ts";
import type { Journal } from "./journal.ts";
import type { JournalOperation } from "./journal-operation.ts";
import { type ClosedTime, sealStore } from "./manifest.ts";
import type { JournalEnd } from "./segment.ts";
import {
  changeSession,
  endSessions,
  openSessions,
  readSession,
  sessionsOf,
  sessionWithAccount,
  startSession,
} from "./sessions.ts";
import type { StaffRecords } from "./staff.ts";
import type { StoreEvents } from "./store-events.ts";
import {
  allTickets,
  moveTicket,
  newestTickets,
  openTickets,
  readTicket,
  TicketNumbers,
  ticketChange,
  ticketsNumbered,
} from "./tickets.ts";
import { commitTurn, receive } from "./turns.ts";

/** Removes what a conversation left, and blanks its tickets; its id stays taken. True when there was something to erase. */
function eraseConversation(documentWriter: DocumentWriter, id: string): Promise<boolean> {
  const { documentStore } = documentWriter;
  const conversation: DocumentName = `conversation:${id}`;
  return documentWriter.alone([conversation], async () => {
    const file = await documentStore.conversations.look(id);
    if (file.erased || file.blank) return false;
    const states = [...file.elsewhere];
    const tickets = [...file.tickets];
    const others = [...states.map(homeOfState), ...tickets.map((number): DocumentName => `ticket:${number}`)];
    await documentWriter.alone(others, async () => {
      const changes: JournalOperation[] = states.map((key) => ({ do: "state", key }));
      for (const number of tickets) {
        const ticket = await readTicket(documentStore, number);
        if (ticket !== undefined) changes.push(ticketChange(redactTicket(ticket)));
      }
      await documentWriter.write([...changes, { do: "erase", conversation: id }]);
    });
    return true;
  });
}

/** The embedded store: the port, and what only it can do. */
export interface EmbeddedStore extends Store {
  readonly folder: string;
  /** Returns the export and import port of this store; closing it closes the store. */
  inPieces(): PortableStore;
  /** Runs `work` while no document changes on disk and no journal segment goes away. The desk goes on, beyond `end`. */
  whileFrozen<T>(work: (end: JournalEnd) => Promise<T>): Promise<T>;
}

interface Parts {
  documentWriter: DocumentWriter;
  staff: StaffRecords;
  journal: Journal;
  checkpoints: Checkpoints;
  closedTime: ClosedTime;
  watchers: StoreEvents;
  log: StoreLog;
  now: () => Date;
}

/** Builds the store port over a document store and its journal. */
export function embeddedStore(parts: Parts): EmbeddedStore {
  const { documentWriter, staff, checkpoints, watchers, log, now } = parts;
  const { documentStore } = documentWriter;
  const numbers = new TicketNumbers(documentStore);
  const under = new ActiveTurns(documentWriter);
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closed ??= stopAndSeal(parts);
    return closed;
  };
  return {
    folder: documentStore.folders.root,
    openConversation: (start) => openConversation(documentWriter, start),
    conversation: async (id) =>
      conversationOf(await documentStore.conversations.look(id), documentStore.pendingWork),
    conversations: (after) => allConversations(documentStore, log, after),
    receive: (id, incoming) => receive(documentWriter, under, id, incoming),
    async readLog(id, range) {
      await under.landed(id);
      return readLog(documentStore, id, range);
    },
    readLogTexts: (id, range) => readLogTexts(documentStore, id, range),
    pendingTurns: async (which = "all") =>
      documentStore.pendingWork
        .snapshot()
        .pending.filter(({ conversationId }) => which === "all" || !under.isTaken(conversationId)),
    takeTurn: (id, claim) => under.take(id, claim),
    keepTurn: async (id, { by }) => under.isOf(id, by),
    dropTurn: async (id, by) => under.drop(id, by),
    commitTurn: (turn) => commitTurn(documentWriter, under, turn),
    async parkTurn({ conversationId, seq }, reason, at) {
      checkMoment(at);
      await documentWriter.write([{ do: "park", conversation: conversationId, seq, reason, at }]);
      log.error({ conversationId, seq }, "a turn was given up");
    },
    parkedTurns: async () => documentStore.pendingWork.snapshot().parked,
    readState: (keys) => readState(documentStore, keys),
    stateTags: (keys) => stateTags(documentStore, keys),
    writeState: (writes) => writeState(documentWriter, writes),
    deleteState: (keys) => deleteState(documentWriter, keys),
    reserveTicketNumber: async () => numbers.next(),
    ticket: (number) => readTicket(documentStore, number),
    tickets: () => allTickets(documentStore, log),
    openTickets: () => openTickets(documentStore, log),
    newestTickets: (range) => newestTickets(documentStore, log, range),
    ticketsOf: async (id) =>
      ticketsNumbered(documentStore, (await documentStore.conversations.look(id)).tickets),
    moveTicket: (move) => moveTicket(documentWriter, move),
    unsent: async () => readUnsent(documentStore),
    takeUnsent: async ({ known }) => readUnsent(documentStore, known),
    releaseLanes: async () => undefined,
    async settleOutbox(id, fate) {
      checkMoment(fate.at);
      await documentWriter.write([{ do: "settle", id, ...fate }]);
    },
    async outboxTroubles() {
      return documentStore.pendingWork.snapshot().troubles;
    },
    receipts: async (id) => valuesOf((await documentStore.conversations.look(id)).receipts),
    ratings: async (id) => valuesOf((await documentStore.conversations.look(id)).ratings),
    async eraseConversation(id) {
      if (await eraseConversation(documentWriter, id)) checkpoints.requestWhole();
    },
    staff: (revision) => staff.read(revision),
    changeStaff: (from, writes) => staff.change(from, writes),
    account: (id) => staff.account(id),
    session: (key) => readSession(documentStore, key),
    sessionWithAccount: (key) => sessionWithAccount(documentStore, key),
    sessionsOf: (account) => sessionsOf(documentStore, account),
    openSessions: (keys) => openSessions(documentStore, keys),
    startSession: (session, ends) => startSession(documentWriter, session, ends),
    changeSession: (session, eTag) => changeSession(documentWriter, session, eTag),
    endSessions: (keys) => endSessions(documentWriter, keys),
    auditEnds: (name) => readAuditEnds(documentStore, name),
    auditLines: (name, first, last) => readAuditLines(documentStore, name, first, last),
    writeAudit: (name, write) => writeAudit(documentWriter, name, write),
    watch: (listener) => watchers.add(listener),
    watchTickets: (listener) => watchers.addTicketWatcher(listener),
    watchStored: (listener) => watchers.addStoredWatcher(listener),
    watchOutbox: (listener) => watchers.addSender(listener),
    pass: () => undefined,
    hear: () => () => undefined,
    space: async () => {
      const { bavail, blocks, bsize } = await statfs(documentStore.folders.root);
      return { free: bavail * bsize, size: blocks * bsize };
    },
    healthy: async () => true,
    whileFrozen: (work) => checkpoints.whileFrozen(work),
    inPieces: () => exportImport(documentWriter, staff, now, close),
    close,
  };
}

async function stopAndSeal({ documentWriter, journal, checkpoints, closedTime, log }: Parts): Promise<void> {
  await checkpoints.stop();
  try {
    await sealStore(documentWriter.documentStore.folders, await journal.close(), async () => {
      await closedTime.compare();
      return closedTime.changed;
    });
  } catch (error) {
    log.warn(
      { err: error },
      "the store could not be sealed: the next start takes its end for that of a kill",
    );
  }
}

function readUnsent({ pendingWork }: DocumentStore, known: ReadonlySet<string> = new Set()): OutboxEntry[] {
  return pendingWork.unsentBut(known).map((entry) => JSON.parse(entry));
}

function valuesOf<T>(texts: ReadonlyMap<string, string>): T[] {
  return [...texts.values()].map((text) => JSON.parse(text));
}

import { statfs } from "node:fs/promises";
import type { PortableStore } from "../copy-store.ts";
import { checkMoment, type OutboxEntry } from "../records.ts";
import type { Store, StoreLog } from "../store.ts";
import { redactedTicket } from "../ticket.ts";
import { ActiveTurns } from "./active-turns.ts";
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
function eraseConversation(keeper: DocumentWriter, id: string): Promise<boolean> {
  const { books } = keeper;
  const conversation: DocumentName = `conversation:${id}`;
  return keeper.alone([conversation], async () => {
    const file = await books.conversations.look(id);
    if (file.erased || file.blank) return false;
    const states = [...file.elsewhere];
    const tickets = [...file.tickets];
    const others = [...states.map(homeOfState), ...tickets.map((number): DocumentName => `ticket:${number}`)];
    await keeper.alone(others, async () => {
      const changes: JournalOperation[] = states.map((key) => ({ do: "state", key }));
      for (const number of tickets) {
        const ticket = await readTicket(books, number);
        if (ticket !== undefined) changes.push(ticketChange(redactedTicket(ticket)));
      }
      await keeper.write([...changes, { do: "erase", conversation: id }]);
    });
    return true;
  });
}

/** The embedded store: the port, and what only it can do. */
export interface EmbeddedStore extends Store {
  readonly folder: string;
  /** The same store in pieces; closing it closes the store. */
  inPieces(): PortableStore;
  /** Runs `work` while no document changes on disk and no journal segment goes away. The desk goes on, beyond `end`. */
  whileFrozen<T>(work: (end: JournalEnd) => Promise<T>): Promise<T>;
}

interface Parts {
  keeper: DocumentWriter;
  journal: Journal;
  checkpoints: Checkpoints;
  closedTime: ClosedTime;
  watchers: StoreEvents;
  log: StoreLog;
  now: () => Date;
}

/** The store's port over its books and its journal. */
export function embeddedStore(parts: Parts): EmbeddedStore {
  const { keeper, checkpoints, watchers, log, now } = parts;
  const { books } = keeper;
  const numbers = new TicketNumbers(books);
  const under = new ActiveTurns(keeper);
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closed ??= stopAndSeal(parts);
    return closed;
  };
  return {
    folder: books.folders.root,
    openConversation: (start) => openConversation(keeper, start),
    conversation: async (id) => conversationOf(await books.conversations.look(id), books.agenda),
    conversations: (after) => allConversations(books, log, after),
    receive: (id, incoming) => receive(keeper, under, id, incoming),
    async readLog(id, range) {
      await under.landed(id);
      return readLog(books, id, range);
    },
    readLogTexts: (id, range) => readLogTexts(books, id, range),
    pendingTurns: async (which = "all") =>
      books.agenda
        .snapshot()
        .pending.filter(({ conversationId }) => which === "all" || !under.isTaken(conversationId)),
    takeTurn: (id, claim) => under.take(id, claim),
    keepTurn: async (id, { by }) => under.isOf(id, by),
    dropTurn: async (id, by) => under.drop(id, by),
    commitTurn: (turn) => commitTurn(keeper, under, turn),
    async parkTurn({ conversationId, seq }, reason, at) {
      checkMoment(at);
      await keeper.write([{ do: "park", conversation: conversationId, seq, reason, at }]);
      log.error({ conversationId, seq }, "a turn was given up");
    },
    parkedTurns: async () => books.agenda.snapshot().parked,
    readState: (keys) => readState(books, keys),
    stateTags: (keys) => stateTags(books, keys),
    writeState: (writes) => writeState(keeper, writes),
    deleteState: (keys) => deleteState(keeper, keys),
    reserveTicketNumber: async () => numbers.next(),
    ticket: (number) => readTicket(books, number),
    tickets: () => allTickets(books, log),
    openTickets: () => openTickets(books, log),
    newestTickets: (range) => newestTickets(books, log, range),
    ticketsOf: async (id) => ticketsNumbered(books, (await books.conversations.look(id)).tickets),
    moveTicket: (move) => moveTicket(keeper, move),
    unsent: async () => unsentBut(books),
    takeUnsent: async ({ known }) => unsentBut(books, known),
    releaseLanes: async () => undefined,
    async settleOutbox(id, fate) {
      checkMoment(fate.at);
      await keeper.write([{ do: "settle", id, ...fate }]);
    },
    async outboxTroubles() {
      return books.agenda.snapshot().troubles;
    },
    receipts: async (id) => valuesOf((await books.conversations.look(id)).receipts),
    ratings: async (id) => valuesOf((await books.conversations.look(id)).ratings),
    async eraseConversation(id) {
      if (await eraseConversation(keeper, id)) checkpoints.requestWhole();
    },
    watch: (listener) => watchers.add(listener),
    watchTickets: (listener) => watchers.addTicketWatcher(listener),
    watchStored: (listener) => watchers.addStoredWatcher(listener),
    watchOutbox: (listener) => watchers.addSender(listener),
    pass: () => undefined,
    hear: () => () => undefined,
    space: async () => {
      const { bavail, blocks, bsize } = await statfs(books.folders.root);
      return { free: bavail * bsize, size: blocks * bsize };
    },
    healthy: async () => true,
    whileFrozen: (work) => checkpoints.whileFrozen(work),
    inPieces: () => exportImport(keeper, now, close),
    close,
  };
}

async function stopAndSeal({ keeper, journal, checkpoints, closedTime, log }: Parts): Promise<void> {
  await checkpoints.stop();
  try {
    await sealStore(keeper.books.folders, await journal.close(), async () => {
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

function unsentBut({ agenda }: DocumentStore, known: ReadonlySet<string> = new Set()): OutboxEntry[] {
  return agenda.unsentBut(known).map((entry) => JSON.parse(entry));
}

function valuesOf<T>(texts: ReadonlyMap<string, string>): T[] {
  return [...texts.values()].map((text) => JSON.parse(text));
}

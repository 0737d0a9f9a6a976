import { setTimeout as sleep } from "node:timers/promises";
import { checkMoment, conversationOfState } from "../records.ts";
import type { Store } from "../store.ts";
import { deleteState, readState, stateTags, writeState } from "./bot-state.ts";
import {
  allConversations,
  allTickets,
  eraseConversation,
  moveTicket,
  newestTickets,
  openConversation,
  openTickets,
  readConversation,
  readTicket,
  reserveTicketNumber,
  ticketsOf,
} from "./conversations.ts";
import type { Database } from "./database.ts";
import { outboxTroubles, releaseLanes, settleOutbox, takeUnsent, unsent } from "./outbox.ts";
import { type EntryRow, entryOf, entryText, idColumn, toColumn } from "./rows.ts";
import {
  changeSession,
  changeStaff,
  endSessions,
  openSessions,
  readAccount,
  readAuditEnds,
  readAuditLines,
  readSession,
  readStaff,
  sessionsOf,
  sessionWithAccount,
  startSession,
  writeAudit,
} from "./staff.ts";
import type { StoreEvents } from "./store-events.ts";
import {
  claimTurn,
  commitTurn,
  dropTurn,
  keepTurn,
  parkedTurns,
  parkTurn,
  pendingTurns,
  receive,
} from "./turns.ts";

const healthyWithinMs = 2_000;

/** Builds the store port over a PostgreSQL database. */
export function postgresStore(database: Database, news: StoreEvents, close: () => Promise<void>): Store {
  const records = async <T>(kind: "receipt" | "rating", id: string): Promise<T[]> => {
    const rows = await database.ask<{ body: string }>(
      kind,
      `select body from ${kind} where conversation = $1 order by position`,
      [idColumn(id)],
    );
    return rows.map(({ body }) => JSON.parse(body));
  };
  const entryRows = (id: string, { after, limit }: { after: number; limit: number }): Promise<EntryRow[]> =>
    database.ask<EntryRow>(
      "log",
      `select seq, at, audience, activity from log_entry where conversation = $1 and seq > $2 order by seq limit $3`,
      [idColumn(id), Math.max(after, 0), limit],
    );
  return {
    openConversation: (start) => openConversation(database, start),
    conversation: (id) => readConversation(database, id),
    conversations: (after) => allConversations(database, after),
    receive: (id, incoming) => receive(database, news, id, incoming),
    readLog: async (id, range) => (await entryRows(id, range)).map(entryOf),
    readLogTexts: async (id, range) => {
      const recent = range.woken ? news.recent.after(id, range.after).slice(0, range.limit) : [];
      return (recent.length > 0 ? recent : await entryRows(id, range)).map(entryText);
    },
    pendingTurns: (which = "all") => pendingTurns(database, which),
    takeTurn: (id, claim) => claimTurn(database, id, claim),
    keepTurn: (id, claim) => keepTurn(database, id, claim),
    dropTurn: (id, by) => dropTurn(database, id, by),
    commitTurn: (turn) => commitTurn(database, news, turn),
    parkTurn: (turn, reason, at) => parkTurn(database, turn, reason, at),
    parkedTurns: () => parkedTurns(database),
    readState: (keys) => readState(database, keys),
    stateTags: (keys) => stateTags(database, keys),
    writeState: async (writes) => {
      await writeState(database, writes);
      for (const { key, value } of writes) {
        const conversation = conversationOfState(key);
        if (conversation !== undefined)
          news.stored(conversation, [typeof value === "string" ? value : JSON.stringify(value)]);
      }
    },
    deleteState: (keys) => deleteState(database, keys),
    reserveTicketNumber: () => reserveTicketNumber(database),
    ticket: (number) => readTicket(database, number),
    tickets: () => allTickets(database),
    openTickets: () => openTickets(database),
    newestTickets: (range) => newestTickets(database, range),
    ticketsOf: (id) => ticketsOf(database, id),
    moveTicket: (move) => moveTicket(database, news, move),
    receipts: (id) => records("receipt", id),
    ratings: (id) => records("rating", id),
    unsent: () => unsent(database),
    takeUnsent: (claim) => takeUnsent(database, { ...claim, by: toColumn(claim.by) }),
    releaseLanes: (by) => releaseLanes(database, by),
    async settleOutbox(id, fate) {
      checkMoment(fate.at);
      await settleOutbox(database, id, fate);
    },
    outboxTroubles: () => outboxTroubles(database),
    eraseConversation: (id) => eraseConversation(database, news, id),
    staff: (revision) => readStaff(database, revision),
    changeStaff: (from, writes) => changeStaff(database, from, writes),
    account: (id) => readAccount(database, id),
    session: (key) => readSession(database, key),
    sessionWithAccount: (key) => sessionWithAccount(database, key),
    sessionsOf: (account) => sessionsOf(database, account),
    openSessions: (keys) => openSessions(database, keys),
    startSession: (session, ends) => startSession(database, session, ends),
    changeSession: (session, eTag) => changeSession(database, session, eTag),
    endSessions: (keys) => endSessions(database, keys),
    auditEnds: (log) => readAuditEnds(database, log),
    auditLines: (log, first, last) => readAuditLines(database, log, first, last),
    writeAudit: (log, write) => writeAudit(database, log, write),
    watch: news.watchConversations,
    watchTickets: news.watchTickets,
    watchStored: news.watchStored,
    watchOutbox: news.watchOutbox,
    pass: news.pass,
    hear: news.hear,
    space: async () => ({
      used: Number(
        await database.value<string>("size", "select pg_database_size(current_database()) as value"),
      ),
    }),
    healthy: () => Promise.race([isWritable(database), sleep(healthyWithinMs, false, { ref: false })]),
    close,
  };
}

/** Reports whether the server answers and is no replica. */
async function isWritable(database: Database): Promise<boolean> {
  try {
    return await database.value<boolean>("healthy", "select not pg_is_in_recovery() as value");
  } catch {
    return false;
  }
}

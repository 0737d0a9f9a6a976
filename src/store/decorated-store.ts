import { StoreUnavailable } from "./errors.ts";
import type { Activity, Audience, OutboxEntry } from "./records.ts";
import type { Store } from "./store.ts";
import type { Ticket } from "./ticket.ts";

/** A pending commit in a conversation: a turn or a ticket transition. */
export interface AboutToStore {
  conversationId: string;
  /** sequence number of the answered entry; null: unsolicited */
  answers: number | null;
  said: readonly { audience: Audience; activity: Activity }[];
  tickets: readonly Ticket[];
}

/** Callbacks around the calls of a store. */
export interface StoreHooks {
  /** called when a store call fails because the store is unavailable */
  unavailable?(): void;
  /** returns outbox entries that are stored atomically with a commit */
  toSend?(about: AboutToStore): Promise<readonly OutboxEntry[]>;
}

/** Decorates a store. Lists every method by name, so that calls can be traced to the inner store. */
export function decorateStore(store: Store, { unavailable, toSend }: StoreHooks): Store {
  const reportUnavailable = (error: unknown): void => {
    if (error instanceof StoreUnavailable) unavailable?.();
  };
  const counted = <T>(result: Promise<T>): Promise<T> => {
    result.catch(reportUnavailable);
    return result;
  };
  /** Calls the store directly when nothing is to be sent. */
  const withSends = <Commit extends { outbox: readonly OutboxEntry[] }, T>(
    commit: Commit,
    about: AboutToStore,
    call: (commit: Commit) => Promise<T>,
  ): Promise<T> =>
    toSend === undefined
      ? call(commit)
      : toSend(about).then((more) =>
          call(more.length === 0 ? commit : { ...commit, outbox: [...commit.outbox, ...more] }),
        );
  return {
    openConversation: (start) => counted(store.openConversation(start)),
    conversation: (id) => counted(store.conversation(id)),
    conversations: (after) => store.conversations(after),
    receive: (id, incoming) => counted(store.receive(id, incoming)),
    readLog: (id, range) => counted(store.readLog(id, range)),
    readLogTexts: (id, range) => counted(store.readLogTexts(id, range)),
    pendingTurns: (which) => counted(store.pendingTurns(which)),
    takeTurn: (id, claim) => counted(store.takeTurn(id, claim)),
    keepTurn: (id, claim) => counted(store.keepTurn(id, claim)),
    dropTurn: (id, by) => counted(store.dropTurn(id, by)),
    commitTurn(turn) {
      const { conversationId, answers, replies, tickets } = turn;
      const about = { conversationId, answers, said: replies, tickets };
      return withSends(turn, about, (commit) => counted(store.commitTurn(commit)));
    },
    parkTurn: (turn, reason, at) => counted(store.parkTurn(turn, reason, at)),
    parkedTurns: () => counted(store.parkedTurns()),
    readState: (keys) => counted(store.readState(keys)),
    stateTags: (keys) => counted(store.stateTags(keys)),
    writeState: (writes) => counted(store.writeState(writes)),
    deleteState: (keys) => counted(store.deleteState(keys)),
    staff: (revision) => counted(store.staff(revision)),
    changeStaff: (from, writes) => counted(store.changeStaff(from, writes)),
    account: (id) => counted(store.account(id)),
    session: (key) => counted(store.session(key)),
    sessionWithAccount: (key) => counted(store.sessionWithAccount(key)),
    sessionsOf: (account) => counted(store.sessionsOf(account)),
    openSessions: (keys) => counted(store.openSessions(keys)),
    startSession: (session, ends) => counted(store.startSession(session, ends)),
    changeSession: (session, eTag) => counted(store.changeSession(session, eTag)),
    endSessions: (keys) => counted(store.endSessions(keys)),
    auditEnds: (log) => counted(store.auditEnds(log)),
    auditLines: (log, first, last) => counted(store.auditLines(log, first, last)),
    writeAudit: (log, write) => counted(store.writeAudit(log, write)),
    reserveTicketNumber: () => counted(store.reserveTicketNumber()),
    ticket: (number) => counted(store.ticket(number)),
    tickets: () => store.tickets(),
    openTickets: () => counted(store.openTickets()),
    newestTickets: (range) => counted(store.newestTickets(range)),
    ticketsOf: (id) => counted(store.ticketsOf(id)),
    moveTicket(move) {
      const { ticket, says } = move;
      const about = { conversationId: ticket.conversationId, answers: null, said: says, tickets: [ticket] };
      return withSends(move, about, (commit) => counted(store.moveTicket(commit)));
    },
    receipts: (id) => counted(store.receipts(id)),
    ratings: (id) => counted(store.ratings(id)),
    unsent: () => counted(store.unsent()),
    takeUnsent: (claim) => counted(store.takeUnsent(claim)),
    releaseLanes: (by) => counted(store.releaseLanes(by)),
    settleOutbox: (id, fate) => counted(store.settleOutbox(id, fate)),
    outboxTroubles: () => counted(store.outboxTroubles()),
    eraseConversation: (id) => counted(store.eraseConversation(id)),
    watch: (listener) => store.watch(listener),
    watchTickets: (listener) => store.watchTickets(listener),
    watchStored: (listener) => store.watchStored(listener),
    watchOutbox: (listener) => store.watchOutbox(listener),
    pass: (topic, what) => store.pass(topic, what),
    hear: (topic, listener) => store.hear(topic, listener),
    space: () => counted(store.space()),
    healthy: () => counted(store.healthy()),
    close: () => counted(store.close()),
  };
}

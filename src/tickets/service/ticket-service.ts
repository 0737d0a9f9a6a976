import type { Messages } from "../../guide/messages.ts";
import { keptKey } from "../../keys/key-set.ts";
import type { Store } from "../../store/store.ts";
import type { HeldBecause } from "../../store/ticket.ts";
import { type Outlook, outlookAt } from "../availability.ts";
import type { HumanDesk, QueueLine } from "../human-desk.ts";
import { type Applicant, Intake } from "../intake/intake.ts";
import { defaultTicketLimits, type TicketLimits } from "../intake/surge.ts";
import type { DeskSettings } from "../settings.ts";
import { systemMessages } from "../system-messages.ts";
import type { NewTicketRank } from "../ticket.ts";
import { AgentPresence } from "./agent-presence.ts";
import { applyTransition } from "./apply-transition.ts";
import { DeskEvents, EphemeralEvents, EventFeed, PeerProcesses } from "./event-feed.ts";
import { quarantineActions } from "./quarantine.ts";
import { makeScheduler } from "./scheduler.ts";
import { conversationActions, ticketActions } from "./ticket-actions.ts";
import { TicketCache } from "./ticket-cache.ts";

/** Notifies waiting people of their queue position when it changes, and once when they are first. */
class QueuePositionNotifier {
  readonly #sent = new Map<number, string>();
  readonly #places = new Map<number, number>();
  #asked = false;
  #first = true;
  #stopped = false;

  /** `tell` sends a position; `next` is called for a ticket that becomes first. */
  constructor(
    private readonly queue: () => QueueLine[],
    private readonly tell: (line: QueueLine) => void,
    private readonly next: (line: QueueLine) => void,
  ) {}

  /** Schedules a check of the queue; concurrent requests are coalesced. */
  ask(): void {
    if (this.#asked) return;
    this.#asked = true;
    setImmediate(() => {
      this.#asked = false;
      if (!this.#stopped) this.#look();
    });
  }

  stop(): void {
    this.#stopped = true;
  }

  #look(): void {
    const lines = this.queue();
    const numbers = new Set(lines.map(({ ticket }) => ticket.number));
    for (const number of [...this.#places.keys()]) if (!numbers.has(number)) this.#forget(number);
    for (const line of lines) this.#see(line);
    this.#first = false;
  }

  #see(line: QueueLine): void {
    const { ticket, place, expectedMs } = line;
    const before = this.#places.get(ticket.number) ?? (this.#first ? ticket.promise?.place : undefined);
    this.#places.set(ticket.number, place);
    const text = `${place} ${expectedMs === null ? null : Math.round(expectedMs / 60_000)}`;
    if (this.#sent.get(ticket.number) !== text) this.tell(line);
    this.#sent.set(ticket.number, text);
    if (place === 1 && before !== undefined && before > 1) this.next(line);
  }

  #forget(number: number): void {
    this.#places.delete(number);
    this.#sent.delete(number);
  }
}

/** Dependencies of the human desk. */
interface HumanDeskParts {
  store: Store;
  words: Messages;
  settings: DeskSettings;
  now: () => Date;
  /** whether e-mail is configured */
  mail?: boolean;
  /** Enqueues a turn of the bot for an entry. */
  enqueue: (conversationId: string, seq: number) => void;
  log: (event: string, about: Record<string, unknown>) => void;
  /** announces new tickets through the outbox */
  announcing?: boolean;
  tickets?: TicketLimits;
  /** Counts an event by name. */
  count?: (event: string) => void;
  /** Reports an event that needs an operator's attention. */
  alarm?: (event: string, about: Record<string, unknown>) => void;
}

/** The human desk with its scheduler. */
export interface RunningHumanDesk extends HumanDesk {
  /** Returns the wait estimate of a ticket, or of a new one (null) with the given rank. */
  outlook(number: number | null, newcomer?: NewTicketRank): Promise<Outlook>;
  /** Returns the reason to quarantine a new ticket; null: it joins the queue. */
  admit(applicant: Applicant): Promise<HeldBecause | null>;
  /** Runs due tasks: leases, promises, expiry. */
  runDueTasks(): Promise<void>;
  /** Loads the open tickets, and starts the scheduler. */
  start(): Promise<void>;
  /** Stops the scheduler, and unsubscribes from the store. */
  stop(): Promise<void>;
}

const ORDINARY: NewTicketRank = { priority: "normal", distress: null };

/** Opens the human desk on a store. All tickets and promises are stored, so that a restart loses none. */
export function makeHumanDesk(parts: HumanDeskParts): RunningHumanDesk {
  const { store, words, settings, now, log, mail = false, tickets: limits = defaultTicketLimits } = parts;
  const { count = () => undefined, alarm = log } = parts;
  const leaseMs = settings.leaseSeconds * 1_000;
  const events = new DeskEvents(now);
  const peers = new PeerProcesses(store, now, leaseMs, log);
  const agentPresence = new AgentPresence(
    leaseMs,
    now,
    (agent, presence) => events.tell({ kind: "presence", agent, presence }),
    (agent, presence) => peers.heartbeat(agent, presence),
  );
  const tickets = new TicketCache(store, settings);
  const intake = new Intake(limits, now, ({ unusual, lane, recent, usual }) => {
    if (unusual) alarm("tickets unusual", { lane, recent, usual });
    else log("tickets usual again", { lane, recent, usual });
  });
  let counted: Promise<void> | undefined;
  const intakeReady = (): Promise<void> => {
    counted ??= intake.load(store).catch((error: unknown) => {
      counted = undefined;
      throw error;
    });
    return counted;
  };
  const ephemeral = new EphemeralEvents(peers);
  const move = applyTransition(store, now, parts.enqueue, parts.announcing);
  const said = systemMessages(words, (id) => settings.teams.find((team) => team.id === id)?.title ?? id);
  const context = { store, peers, tickets, agentPresence, events, ephemeral, move, said, now, mail };
  const feed = new EventFeed(
    store,
    (conversationId, entry) => {
      const ticket = tickets.ticketOf(conversationId);
      if (ticket !== undefined) events.tell({ kind: "activity", conversationId, ticket, entry });
    },
    (error, conversationId) => log("talk not shown at the desk", { conversationId, error }),
  );
  const scheduler = makeScheduler({
    ...context,
    intake,
    leaseMs,
    leaseInTeamsMs: settings.leaseInTeamsSeconds * 1_000,
    expireDays: settings.expireDays,
    log,
  });
  const places = new QueuePositionNotifier(
    () => tickets.queue(now()),
    ephemeral.place,
    (line) => void scheduler.nextInLine(line),
  );
  const stopWatching = [
    peers.subscribe({
      ephemeral: (conversationId, activity) => ephemeral.deliver(conversationId, activity),
      news: (news) => events.tell(news),
      presence: (agent, presence) => agentPresence.applyRemote(agent, presence),
    }),
    store.watchTickets((ticket) => {
      tickets.take(ticket);
      intake.take(ticket);
      events.tell({ kind: "ticket", ticket });
      places.ask();
    }),
    store.watch((conversationId, lastSeq) => {
      if (tickets.ticketOf(conversationId) !== undefined) feed.grown(conversationId, lastSeq);
    }),
  ];
  return {
    ...ticketActions(context),
    ...conversationActions(context),
    quarantine: quarantineActions({
      ...context,
      intake,
      limits,
      count,
      key: keptKey(store, "desk/challenge-key", now),
    }),
    async admit(applicant) {
      await intakeReady();
      const reason = intake.admit(applicant);
      if (reason !== null) count(`ticket quarantined: ${reason}`);
      return reason;
    },
    async queue() {
      await tickets.ready();
      return tickets.queue(now());
    },
    async showPlace(conversationId) {
      await tickets.ready();
      const line = tickets.queue(now()).find(({ ticket }) => ticket.conversationId === conversationId);
      if (line !== undefined) ephemeral.place(line);
    },
    async outlook(number, newcomer = ORDINARY) {
      await tickets.ready();
      const at = now();
      return outlookAt(number, newcomer, tickets.queue(at), (place) => tickets.expectedMs(place, at), {
        hours: settings,
        mail,
        manned: agentPresence.isManned,
        now: at,
      });
    },
    ticket: (number) => store.ticket(number),
    heartbeat: (agent) => agentPresence.heartbeat(agent),
    setPresence: (agent, presence) => agentPresence.choose(agent, presence),
    presence: (agent) => agentPresence.presence(agent),
    watchEphemeral: (listener) => ephemeral.watch(listener),
    watch: (listener) => events.watch(listener),
    eventsAfter: (seq) => events.after(seq),
    lastSeq: () => events.last,
    runDueTasks: scheduler.once,
    async start() {
      await tickets.ready();
      await intakeReady();
      places.ask();
      scheduler.start();
    },
    async stop() {
      for (const stop of stopWatching) stop();
      places.stop();
      await scheduler.stop();
    },
  };
}

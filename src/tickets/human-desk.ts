import type { Activity, LogEntry } from "../store/records.ts";
import type { HeldBecause, Priority, Ticket, TicketContinuation } from "../store/ticket.ts";
import type { Challenge, Proof } from "./intake/proof-of-work.ts";

/** A staff member who acts. The caller has checked their rights. */
export interface Actor {
  id: string;
  /** shown to the person */
  firstName: string;
  role: "agent" | "supervisor" | "owner";
  /** acts in Teams, which sends no heartbeats */
  inTeams?: true;
}

/** Reason why an action was refused. `by`: id of the assignee. */
export type MoveRefused =
  | { refused: "unknown" }
  | { refused: "taken"; by: string }
  | { refused: "not-yours"; by: string | null }
  | { refused: "closed" }
  | { refused: "not-waiting" }
  /** the person receives no e-mail */
  | { refused: "no-address" };

export type MoveResult = { ticket: Ticket } | MoveRefused;

/** A queued ticket: position from 1, and expected wait; null when unknown. */
export interface QueueLine {
  ticket: Ticket;
  place: number;
  expectedMs: number | null;
}

/** Content of a desk event. */
export type DeskNews =
  | { kind: "ticket"; ticket: Ticket }
  | { kind: "activity"; conversationId: string; ticket: number; entry: LogEntry }
  | { kind: "typing"; conversationId: string; ticket: number; who: "person" | "agent"; agent: string | null }
  | { kind: "read"; conversationId: string; ticket: number; who: "person" | "agent"; upTo: number }
  | { kind: "presence"; agent: string; presence: Presence };

/** An event for observers. `seq` increases, also across restarts. */
export type DeskEvent = { seq: number } & DeskNews;

export type Presence = "available" | "busy" | "away" | "offline";

/** Quarantined tickets of one network; null: the network is no longer known. */
export interface HeldNetwork {
  network: string | null;
  tickets: number;
  distress: number;
  /** unclaimed tickets of the same network in the queue */
  queued: number;
  /** reason of the newest one */
  because: HeldBecause;
  oldest: string;
  newest: string;
}

/** A bulk close, which can be undone until a deadline. */
export interface SweepAct {
  id: string;
  network: string;
  by: string;
  at: string;
  until: string;
  tickets: number;
}

/** Tickets held back from the queue until an agent or a proof of work releases them. */
export interface Quarantine {
  /** Lists all of them, newest first. */
  tickets(): Promise<Ticket[]>;
  networks(): Promise<HeldNetwork[]>;
  letIn(number: number, actor: Actor): Promise<MoveResult>;
  /** Releases all tickets of a network, and returns how many. */
  letInNetwork(network: string, actor: Actor): Promise<number>;
  /** Closes a network's quarantined tickets. `also` adds its queued ones and those in distress. */
  sweep(
    network: string,
    actor: Actor,
    also: { queued: boolean; distress: boolean },
  ): Promise<{ act: SweepAct; left: number }>;
  /**
   * Reopens the tickets that an act closed, and returns how many; null for an unknown, undone or expired act.
   */
  undo(act: string, actor: Actor): Promise<number | null>;
  /** Lists the acts that can be undone, newest first. */
  acts(): Promise<SweepAct[]>;
  /** Returns the proof of work for a conversation's ticket; null: none is required. */
  challenge(conversationId: string): Promise<Challenge | null>;
  /** Verifies a proof, and releases the ticket. */
  prove(conversationId: string, proof: Proof): Promise<"let-in" | "waits" | "wrong">;
}

/** Ticket service behind the console and Teams. Each transition is a compare-and-set in the store. */
export interface HumanDesk {
  quarantine: Quarantine;
  /** Returns the queue, ordered by priority, promise and age. */
  queue(): Promise<QueueLine[]>;
  ticket(number: number): Promise<Ticket | undefined>;
  /** Claims a ticket. Of concurrent claims exactly one succeeds. */
  claim(number: number, actor: Actor): Promise<MoveResult>;
  release(number: number, actor: Actor): Promise<MoveResult>;
  /**
   * Transfers to an agent, who owns it immediately, or to a team's queue. Supervisors may transfer any
   * ticket.
   */
  transfer(
    number: number,
    actor: Actor,
    to: { agent: Actor } | { team: string },
    note: string | null,
  ): Promise<MoveResult>;
  resolve(number: number, actor: Actor, outcome: string, onward: TicketContinuation): Promise<MoveResult>;
  setPriority(number: number, actor: Actor, priority: Priority): Promise<MoveResult>;
  setTags(number: number, actor: Actor, tags: readonly string[]): Promise<MoveResult>;
  /** Confirms or corrects the address for answers. */
  confirmAddress(number: number, actor: Actor, address: string): Promise<MoveResult>;
  /** Adds a note for staff; `key` makes a retry idempotent. */
  note(
    number: number,
    actor: Actor,
    activity: Pick<Activity, "text" | "channelData">,
    key: string | null,
  ): Promise<{ entry: LogEntry } | MoveRefused>;
  /** Sends a message to the person; `key` makes a retry idempotent. */
  reply(
    number: number,
    actor: Actor,
    activity: Activity,
    key: string | null,
  ): Promise<{ entry: LogEntry; duplicate: boolean } | MoveRefused>;
  /** Forwards an agent's typing indicator to the person, without storing it. */
  typing(number: number, actor: Actor): Promise<void>;
  /** Sends the queue position to a person who returns. */
  showPlace(conversationId: string): Promise<void>;
  /** Forwards a person's typing indicator to observers. */
  personTyping(conversationId: string): void;
  /** Updates a read marker. */
  seen(conversationId: string, who: "person" | "agent", upTo: number): Promise<void>;
  seenUpTo(conversationId: string): { person: number; agent: number };
  /** Records a heartbeat of an agent. Without one for a while, unanswered tickets return to the queue. */
  heartbeat(agent: string): void;
  setPresence(agent: string, presence: Presence): void;
  presence(agent: string): Presence;
  /** Removes an agent: sets them offline, and moves their tickets to the head of the queue. */
  dismiss(agent: string, by: Actor): Promise<void>;
  /** Subscribes to ephemeral activities for people. Returns a function that unsubscribes. */
  watchEphemeral(listener: (conversationId: string, activity: Activity) => void): () => void;
  /** Subscribes to events. Returns a function that unsubscribes. */
  watch(listener: (event: DeskEvent) => void): () => void;
  /** Returns the events after `seq`, or null when they were dropped and the reader must reload. */
  eventsAfter(seq: number): DeskEvent[] | null;
  /** sequence number of the newest event */
  lastSeq(): number;
}

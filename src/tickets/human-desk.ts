import type { Activity, LogEntry } from "../store/records.ts";
import type { HeldBecause, Priority, Ticket, TicketContinuation } from "../store/ticket.ts";
import type { Challenge, Proof } from "./intake/proof-of-work.ts";

/** One of the desk's people who acts; their rights were checked by whoever calls. */
export interface Actor {
  id: string;
  /** what the person in the conversation sees */
  firstName: string;
  role: "agent" | "supervisor" | "owner";
  /** acts in Teams, where no console gives signs of life for them */
  inTeams?: true;
}

/** Why a move was not made. `by` is the id of the agent who has the ticket. */
export type MoveRefused =
  | { refused: "unknown" }
  | { refused: "taken"; by: string }
  | { refused: "not-yours"; by: string | null }
  | { refused: "closed" }
  | { refused: "not-waiting" }
  /** the person is not answered by e-mail */
  | { refused: "no-address" };

export type MoveResult = { ticket: Ticket } | MoveRefused;

/** A ticket in the queue: its place counts from 1, `expectedMs` is null when the desk cannot tell. */
export interface QueueLine {
  ticket: Ticket;
  place: number;
  expectedMs: number | null;
}

/** What has happened at the desk. */
export type DeskNews =
  | { kind: "ticket"; ticket: Ticket }
  | { kind: "activity"; conversationId: string; ticket: number; entry: LogEntry }
  | { kind: "typing"; conversationId: string; ticket: number; who: "person" | "agent"; agent: string | null }
  | { kind: "read"; conversationId: string; ticket: number; who: "person" | "agent"; upTo: number }
  | { kind: "presence"; agent: string; presence: Presence };

/** What has happened, for whoever looks on. `seq` only grows, over restarts too. */
export type DeskEvent = { seq: number } & DeskNews;

export type Presence = "available" | "busy" | "away" | "offline";

/** The tickets in quarantine of one network; null: nobody knows it any more. */
export interface HeldNetwork {
  network: string | null;
  tickets: number;
  distress: number;
  /** of the same network in the queue, taken up by nobody yet */
  queued: number;
  /** why the newest of them is there */
  because: HeldBecause;
  oldest: string;
  newest: string;
}

/** An act that closed many tickets at once, and can be undone until a moment. */
export interface SweepAct {
  id: string;
  network: string;
  by: string;
  at: string;
  until: string;
  tickets: number;
}

/** The tickets that wait outside the queue until somebody, or a proof of work, lets them in. */
export interface Quarantine {
  /** All of them, the newest first. */
  tickets(): Promise<Ticket[]>;
  networks(): Promise<HeldNetwork[]>;
  letIn(number: number, actor: Actor): Promise<MoveResult>;
  /** Lets in what a network has there. Gives how many. */
  letInNetwork(network: string, actor: Actor): Promise<number>;
  /** Closes what a network has there, and its tickets in the queue, all but those in distress unless they are named. */
  sweep(
    network: string,
    actor: Actor,
    also: { queued: boolean; distress: boolean },
  ): Promise<{ act: SweepAct; left: number }>;
  /** Opens again exactly what an act closed. Gives how many; null for an act that is unknown, undone or too old. */
  undo(act: string, actor: Actor): Promise<number | null>;
  /** The acts that can be undone, the newest first. */
  acts(): Promise<SweepAct[]>;
  /** The proof of work that lets the ticket of a conversation in; null: none is asked for. */
  challenge(conversationId: string): Promise<Challenge | null>;
  /** Lets the ticket of a conversation in for a proof. */
  prove(conversationId: string, proof: Proof): Promise<"let-in" | "waits" | "wrong">;
}

/** The one service behind the console, Teams and whatever else agents work in. Every move is a compare-and-set in the store. */
export interface HumanDesk {
  quarantine: Quarantine;
  /** The tickets that wait for somebody, by priority, then by what was promised, then by age. */
  queue(): Promise<QueueLine[]>;
  ticket(number: number): Promise<Ticket | undefined>;
  /** Exactly one of those who claim at once gets it. */
  claim(number: number, actor: Actor): Promise<MoveResult>;
  release(number: number, actor: Actor): Promise<MoveResult>;
  /** To an agent, who has it at once, or to a team's queue; supervisors may move what others have. */
  transfer(
    number: number,
    actor: Actor,
    to: { agent: Actor } | { team: string },
    note: string | null,
  ): Promise<MoveResult>;
  resolve(number: number, actor: Actor, outcome: string, onward: TicketContinuation): Promise<MoveResult>;
  setPriority(number: number, actor: Actor, priority: Priority): Promise<MoveResult>;
  setTags(number: number, actor: Actor, tags: readonly string[]): Promise<MoveResult>;
  /** Confirms or corrects the address to which answers are sent. */
  confirmAddress(number: number, actor: Actor, address: string): Promise<MoveResult>;
  /** Appends a note for the desk's people alone; `key` names the delivery, as with a reply. */
  note(
    number: number,
    actor: Actor,
    activity: Pick<Activity, "text" | "channelData">,
    key: string | null,
  ): Promise<{ entry: LogEntry } | MoveRefused>;
  /** Says something to the person; `key` names the delivery, so that a repeated one is said once. */
  reply(
    number: number,
    actor: Actor,
    activity: Activity,
    key: string | null,
  ): Promise<{ entry: LogEntry; duplicate: boolean } | MoveRefused>;
  /** Passes a typing sign of an agent on to the person. Nothing is stored. */
  typing(number: number, actor: Actor): Promise<void>;
  /** Shows somebody who has come back to their screen their place, if they wait. */
  showPlace(conversationId: string): Promise<void>;
  /** Passes a typing sign of the person on to those who look on. */
  personTyping(conversationId: string): void;
  /** Notes up to where somebody has seen the conversation. */
  seen(conversationId: string, who: "person" | "agent", upTo: number): Promise<void>;
  seenUpTo(conversationId: string): { person: number; agent: number };
  /** A sign of life of an agent's console; without one for a while what they owe goes back to the queue. */
  heartbeat(agent: string): void;
  setPresence(agent: string, presence: Presence): void;
  presence(agent: string): Presence;
  /** An agent works here no more: offline at once, and what they had goes to the head of the queue. */
  dismiss(agent: string, by: Actor): Promise<void>;
  /** Calls back with what the person is to see at once and no log keeps. Returns how to stop. */
  watchPassing(listener: (conversationId: string, activity: Activity) => void): () => void;
  /** Calls back with each event. Returns how to stop. */
  watch(listener: (event: DeskEvent) => void): () => void;
  /** The events after `seq`, or null when they are not known any more and the reader must look at everything anew. */
  eventsAfter(seq: number): DeskEvent[] | null;
  /** seq of the newest event */
  lastSeq(): number;
}

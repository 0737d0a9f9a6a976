import type { Guide } from "../src/guide/guide.ts";
import type { Messages } from "../src/guide/messages.ts";
import type { OtherLanguages } from "../src/guide/other-languages.ts";
import type { Conversation, LogEntry, Tagged } from "../src/store/records.ts";
import type { TurnCommit } from "../src/store/store.ts";
import type { HeldBecause, Ticket } from "../src/store/ticket.ts";
import type { Outlook } from "../src/tickets/availability.ts";
import type { CrisisLine } from "../src/tickets/settings.ts";
import type { NewTicketRank } from "../src/tickets/ticket.ts";

/** From which network a ticket comes, as a keyed hash, and why it waits in quarantine, if it does. */
export interface Admission {
  network: Ticket["network"];
  held: HeldBecause | null;
}

/** What a turn may ask the desk. */
export interface AskDesk {
  reserveTicketNumber(): Promise<number>;
  /** what somebody can expect who has this ticket in the queue, or asks for one now */
  outlook(ticket: number | null, newcomer?: NewTicketRank): Promise<Outlook>;
  /** whether the ticket with this number joins the queue, which is about to be opened, reopened or raised; `before` is the newest one that the conversation has had */
  admit(asks: {
    conversation: Conversation;
    number: number;
    before: Ticket | null;
    distress: boolean;
  }): Promise<Admission>;
  /** whom somebody in a crisis can call */
  crisisLine: CrisisLine;
}

/** What every turn speaks from. */
export interface TurnServices {
  guide: Guide;
  words: Messages;
  /** what is said to people who write in another language */
  others: OtherLanguages;
  desk: AskDesk;
}

/** What a turn begins with. */
export interface TurnInput {
  conversation: Conversation;
  entry: LogEntry;
  now: Date;
  /** what the store keeps with the conversation, by key */
  stored: ReadonlyMap<string, Tagged>;
  /** the open or the newest ticket of this conversation */
  ticket: Ticket | null;
  /** for so many days after it was closed a ticket can be opened again */
  reopenDays: number;
  /** Stores what the turn changed and answers its entry; gives the replies as they stand in the log. */
  commit: (changes: Omit<TurnCommit, "conversationId" | "answers" | "at" | "by">) => Promise<LogEntry[]>;
}

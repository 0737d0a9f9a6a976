import type { TurnContext } from "../../dialogs/sdk.ts";
import type { ConversationState } from "../../dialogs/state.ts";
import type { Turn } from "../../dialogs/turn.ts";
import type { Activity, Conversation, LogEntry, Tagged } from "../store/records.ts";
import type { TurnCommit } from "../store/store.ts";
import type { Ticket } from "../store/ticket.ts";

/** A Bot Framework middleware: does its one thing, and calls `next` once or deliberately not. */
export type Middleware = (context: TurnContext, next: () => Promise<void>) => Promise<void>;

/** One turn as the middlewares see it: what came in, what is known, and what will be committed. */
export interface TurnScope {
  conversation: Conversation;
  entry: LogEntry;
  now: Date;
  replies: Activity[];
  /** what the store keeps with the conversation, by key */
  stored: ReadonlyMap<string, Tagged>;
  state: { value: ConversationState; eTag: string | null } | null;
  /** the open or the newest ticket of this conversation */
  ticket: Ticket | null;
  turn: Turn | null;
  /** for so many days after it was closed a ticket can be opened again */
  reopenDays: number;
  /** Stores what the turn changed and answers its entry; gives the replies as they stand in the log. */
  commit: (changes: Omit<TurnCommit, "conversationId" | "answers" | "at" | "by">) => Promise<LogEntry[]>;
}

/** The bot's id in every conversation. */
export const BOT_ID = "exit-desk";

const WORK = Symbol("work");

/** Puts the work of this turn where middlewares and adapter find it. */
export const setTurnScope = (context: TurnContext, work: TurnScope): void => {
  context.turnState.set(WORK, work);
};

/** The work of this turn. */
export const turnScopeOf = (context: TurnContext): TurnScope => context.turnState.get(WORK) as TurnScope;

/** Where the bot's memory of a conversation is kept, in the manner of Bot Framework's conversation state. */
export const stateKey = (conversation: Conversation): string =>
  `${conversation.channel}/conversations/${conversation.id}`;

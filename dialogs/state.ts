import { z } from "zod";
import { Contact, type HeldBecause, type Ticket, TicketDistress } from "../src/store/ticket.ts";

/** The ticket of a conversation, as the dialogs look at it. */
export interface ConversationTicket {
  number: number;
  contact: Contact;
  /** `held`: why it waits in quarantine; `reopenable`: it was closed so recently that it may be taken up again; `ratable`: by a person, who was not rated yet */
  state:
    | { kind: "open"; held: HeldBecause | null }
    | { kind: "closed"; reopenable: boolean; ratable: boolean };
}

const DAY_MS = 86_400_000;

/** Returns the dialogs' view of a ticket in its present state. */
export function conversationTicket(
  { number, contact, state, csat }: Ticket,
  now: Date,
  reopenDays: number,
): ConversationTicket {
  if (state.kind !== "resolved" && state.kind !== "expired")
    return {
      number,
      contact,
      state: { kind: "open", held: state.kind === "quarantined" ? state.because : null },
    };
  const reopenable = now.getTime() - Date.parse(state.since) < reopenDays * DAY_MS;
  const ratable = state.kind === "resolved" && csat === null;
  return { number, contact, state: { kind: "closed", reopenable, ratable } };
}

/** The text of a list as it was when it was last written. */
interface Written {
  items: unknown[];
  text: string;
}

const lists = new WeakMap<readonly unknown[], Written>();

/** Serializes the state as JSON. Its lists grow at their end, so the text of their items is made once. */
export function stateText(state: ConversationState): string {
  const rest = JSON.stringify({ ...state, trail: undefined, told: undefined });
  return `${rest.slice(0, -1)},"told":[${itemsText(state.told)}],"trail":[${itemsText(state.trail)}]}`;
}

/** Serializes the items of a list as JSON without brackets. Items are never changed, but may be removed. */
function itemsText(list: readonly unknown[]): string {
  const known = lists.get(list);
  const written = known !== undefined && goesOn(known.items, list) ? known : { items: [], text: "" };
  for (let at = written.items.length; at < list.length; at += 1) {
    written.text += at === 0 ? JSON.stringify(list[at]) : `,${JSON.stringify(list[at])}`;
    written.items.push(list[at]);
  }
  if (written !== known) lists.set(list, written);
  return written.text;
}

const goesOn = (items: readonly unknown[], list: readonly unknown[]): boolean =>
  items.length <= list.length && items.every((item, at) => item === list[at]);

/** What the person has told, each in their own words where it has any; null: not said. */
export const Facts = z.strictObject({
  /** money that is still to come, as said; `""`: there is none */
  money: z.string().nullable(),
  contracts: z.enum(["open", "none"]).nullable(),
  /** ids of checklist items that they said are settled */
  settled: z.array(z.string()),
  /** they said that their decision to delete is made */
  resolved: z.boolean(),
});
export type Facts = z.infer<typeof Facts>;

/** A fact that a message told, as the name of a phrase under `facts` and what is quoted in it. */
export type LearnedFact =
  | { fact: "suspended" | "no-money" | "no-contracts" | "open-contracts" | "resolved" }
  | { fact: "money" | "closed"; said: string }
  | { fact: "freelancer" | "client" | "agency" | "team" };

const noFacts = (): Facts => ({ money: null, contracts: null, settled: [], resolved: false });
const StoredDate = z.strictObject({
  said: z.string(),
  date: z.string().nullable(),
  days: z.number().nullable(),
  /** absent in what earlier versions stored */
  how: z.enum(["named", "counted"]).optional(),
});
/** The days of which the person is asked which they mean. */
const StoredDates = z.array(StoredDate).readonly();

/** What the person's matter is, as far as they have said. Answers are undone by putting former values back. */
export const Case = z.strictObject({
  goal: z.enum(["delete", "break", "restore", "question", "person", "erase"]).nullable(),
  reason: z.string().nullable(),
  accountType: z.string().nullable(),
  /** alternative id -> what was said to it */
  alternatives: z.record(z.string(), z.enum(["offered", "declined", "chosen"])),
  comesBack: z.string().nullable(),
  decided: z.boolean(),
  /** they said that Upwork stopped them: from then on nothing leads to closing */
  suspended: z.boolean(),
  /** checklist item id -> where it stands */
  checklist: z.record(z.string(), z.enum(["done", "open"])),
  /** answers to the questions of restoring, by question id */
  restoring: z.record(z.string(), z.string()),
  /** the person's own words for the request, by field id */
  draftFields: z.record(z.string(), z.string()),
  draft: z.string().nullable(),
  /** why a person is wanted, as an id of a phrase under `escalate` */
  cause: z.enum(["asked", "uncovered", "deadend", "anger", "erase", "distress"]).nullable(),
  /** the distress that they told, and in which words, newest last; null: none */
  distress: z.strictObject({ kind: TicketDistress, said: z.string() }).nullable(),
  summary: z.string().nullable(),
  /** what they said to it when they were asked whether it may be passed on */
  added: z.array(z.string()),
  /** their name is left out of it */
  anonymous: z.boolean(),
  /** the time that they were promised has passed, and they were asked again how to be answered */
  late: z.boolean(),
  contact: Contact.nullable(),
  /** e-mail addresses of which they are asked whether, or which, they mean */
  addresses: z.array(z.string()),
  /** days of which they are asked which they mean */
  dates: StoredDates,
  solved: z.enum(["yes", "partly", "no"]).nullable(),
  comment: z.string().nullable(),
  /** how content they were with the desk's people, 1 to 5 */
  score: z.number().int().min(1).max(5).nullable(),
  /** they want the closed ticket back instead of a new one */
  reopening: z.boolean(),
  /** what the first words told besides the topic, until the question that it answers comes */
  beforehand: z.strictObject({
    closed: StoredDate.extend({ choices: StoredDates.optional() }).nullable(),
    accountType: z.string().nullable(),
    pending: z.string().nullable(),
    /** an e-mail address, of which they are asked before it is used */
    email: z.string().nullable().default(null),
  }),
  /** topics that were raised together with another, to come back to */
  later: z.array(z.string()),
  /** topics between which the person was asked to choose */
  which: z.array(z.string()),
  /** the nonce of an old button that was clicked */
  staleNonce: z.string().nullable(),
  /** the number of the receipt that they get if they say yes to deleting this chat */
  erasure: z.string().nullable(),
  /** what the person has told of their matter, wherever they said it */
  facts: Facts,
  /** an answer that they are asked whether they meant it; `nonce`: of the earlier question that it would correct */
  maybe: z
    .strictObject({ option: z.string(), question: z.string(), nonce: z.string().nullable() })
    .nullable(),
  /** they want the clicks and no more questions than safety needs */
  clicks: z.boolean(),
});
export type Case = z.infer<typeof Case>;

const DialogInstance = z.object({ id: z.string(), state: z.record(z.string(), z.unknown()) });

/** A question that was answered: where it stood, and what the case held before. */
const AnsweredStep = z.object({
  nonce: z.string(),
  /** the stack by names, see stack.ts; the last is where the question stood */
  at: z.array(z.string()).min(1),
  answer: z.string().nullable(),
  before: Case.partial(),
});
export type AnsweredStep = z.infer<typeof AnsweredStep>;

/** All that the bot remembers of one conversation between two turns. */
export const ConversationState = z.strictObject({
  /** seq of the newest entry that was answered */
  answered: z.number().int(),
  /** the version of the guide that last spoke here */
  version: z.string(),
  dialogStack: z.array(DialogInstance),
  /** the nonce on the buttons of the open question, kept while it is asked again; null when the next one is new */
  nonce: z.string().nullable(),
  /** what later versions added has defaults here alone: an answer that is undone must put back only what it changed */
  case: Case.extend({
    score: Case.shape.score.default(null),
    reopening: Case.shape.reopening.default(false),
    erasure: Case.shape.erasure.default(null),
    distress: Case.shape.distress.default(null),
    addresses: Case.shape.addresses.default([]),
    facts: Case.shape.facts.default(noFacts),
    maybe: Case.shape.maybe.default(null),
    clicks: Case.shape.clicks.default(false),
    dates: Case.shape.dates.default([]),
    added: Case.shape.added.default([]),
    anonymous: Case.shape.anonymous.default(false),
    late: Case.shape.late.default(false),
  }),
  trail: z.array(AnsweredStep),
  told: z.array(z.string()),
  /** passages that wait behind "Tell me more" */
  more: z.array(z.string()).default([]),
  misses: z.number().int(),
  /** how often in a row something was said that this desk is not for */
  strays: z.number().int().default(0),
  angerMet: z.boolean(),
  /** the last message offered a person, so that a bare yes means one */
  offered: z.boolean(),
  /** something else was said since the open question was asked, so that "ok" may be a word on that */
  sideAnswered: z.boolean().default(false),
  /** when the open question was asked; null: before this was kept */
  askedAt: z.string().nullable().default(null),
  lastTopic: z.string().nullable(),
  /** the person's newest words that the guide had no answer to, or with which they asked for a person */
  question: z.string().nullable().default(null),
  /** the person's first long message that was understood: their matter in their words */
  matter: z.string().nullable().default(null),
  lastSeen: z.string(),
  /** the newest ticket of this conversation */
  ticket: z.number().int().nullable(),
  /** nothing was said since that ticket was closed, so that what is said next may be about it */
  justClosed: z.boolean().default(false),
  /** a ticket was closed, and whoever says what only people know was not offered yet to open it again */
  mayReopen: z.boolean().default(false),
  /** the nonce of a question that the desk asked beside an agent; null: none since the bot spoke */
  besideAgent: z.string().nullable().default(null),
  /** the person's own, as their device told it */
  timeZone: z.string().nullable().default(null),
  /** the language other than the desk's in which they last wrote, as a locale */
  language: z.string().nullable().default(null),
  /** they were told once what the desk understands, because of the locale of their device */
  localeHeard: z.boolean().default(false),
  receipts: z.array(z.string()),
});
export type ConversationState = z.infer<typeof ConversationState>;

export const emptyCase = (): Case => ({
  goal: null,
  reason: null,
  accountType: null,
  alternatives: {},
  comesBack: null,
  decided: false,
  suspended: false,
  checklist: {},
  restoring: {},
  draftFields: {},
  draft: null,
  cause: null,
  summary: null,
  added: [],
  anonymous: false,
  late: false,
  contact: null,
  addresses: [],
  dates: [],
  solved: null,
  comment: null,
  score: null,
  reopening: false,
  beforehand: { closed: null, accountType: null, pending: null, email: null },
  later: [],
  which: [],
  staleNonce: null,
  erasure: null,
  distress: null,
  facts: noFacts(),
  maybe: null,
  clicks: false,
});

/** Builds the state of a conversation that has not begun. */
export const emptyState = (version: string, now: Date): ConversationState => ({
  answered: 0,
  version,
  dialogStack: [],
  nonce: null,
  case: emptyCase(),
  trail: [],
  told: [],
  more: [],
  misses: 0,
  strays: 0,
  angerMet: false,
  offered: false,
  sideAnswered: false,
  askedAt: null,
  lastTopic: null,
  question: null,
  matter: null,
  lastSeen: now.toISOString(),
  ticket: null,
  justClosed: false,
  mayReopen: false,
  besideAgent: null,
  timeZone: null,
  language: null,
  localeHeard: false,
  receipts: [],
});

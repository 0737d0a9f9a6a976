import { isDeepStrictEqual } from "node:util";
import type { Guide } from "../src/guide/guide.ts";
import type { Messages } from "../src/guide/messages.ts";
import type { ForeignWords } from "../src/guide/other-languages.ts";
import type { Choice, DateAnswer, OpenQuestion } from "../src/nlu/interpretation.ts";
import type { AddressFault } from "../src/runtime/email-address.ts";
import type { Contact } from "../src/store/ticket.ts";
import type { Outlook } from "../src/tickets/availability.ts";
import type { Case, ConversationTicket } from "./state.ts";

/** What a message shows besides its words, told once; each channel draws it in its own way. */
export type StepCard =
  | { kind: "checklist"; items: readonly { id: string; title: string; state: "done" | "open" | "todo" }[] }
  | { kind: "steps"; at: number; of: number; title: string }
  | { kind: "draft"; text: string }
  /** `place` counts from 1; absent where the ticket is in no queue */
  | { kind: "ticket"; number: number; contact: Contact; place?: number }
  /** asks how content somebody was with how a ticket was handled */
  | { kind: "csat"; ticket: number };

/** What a step may look at. Steps are pure: they look, and say what should be. */
export interface StepContext {
  guide: Guide;
  words: Messages;
  /** words in the language of the person, where it is another one than the desk's and they wrote in it now */
  native: ForeignWords | null;
  case: Case;
  /** the newest ticket of this conversation, open or closed */
  ticket: ConversationTicket | null;
  /** what the desk can tell about waiting; null where no step has asked */
  outlook: Outlook | null;
  /** whom somebody in a crisis can call, as it is said in a sentence */
  crisisLine: string;
  /** the person's time zone as an IANA name, where it is known */
  timeZone: string | null;
  /** the person's newest words that only people can answer */
  question: string | null;
  /** the person's matter in their own words: the first long message that was understood */
  matter: string | null;
  /** what the person typed in this turn; null for a button */
  said: string | null;
  now: Date;
}

/** The desk's own words around the passages of a message. */
interface Around {
  before?: string | undefined;
  after?: string | undefined;
  /** begins the first passage: "Yes." */
  lead?: string | undefined;
}

/** One bot message, and what it rests on. */
export interface Message {
  text: string;
  around: Around;
  /** the node of the decision tree it speaks for */
  node: string | null;
  topic: string | null;
  passages: readonly string[];
  /** true only when this message itself proposes a person */
  offersPerson: boolean;
  card?: StepCard | undefined;
  /** true for what the person asked for: it is said though it was told before */
  requested?: true | undefined;
  /** true for what is as long as it should be */
  whole?: true | undefined;
  /** passages that wait behind "Tell me more" */
  more?: readonly string[] | undefined;
  /** true for a copy of the conversation, which later copies leave out */
  copy?: true | undefined;
}

/** A message that waits for an answer. */
export interface Prompt extends Message, OpenQuestion {}

/** Where a conversation goes on. */
export type Move =
  | { kind: "next" }
  | { kind: "to"; step: string }
  /** `aside` comes back to this very question; otherwise the end of the dialog goes on to the next step */
  | { kind: "begin"; dialog: string; at?: string; aside?: boolean }
  /** leaves everything above the root behind */
  | { kind: "switch"; dialog: string; at?: string }
  | { kind: "end" }
  /** ends the whole flow: the root asks its closing words */
  | { kind: "finish" }
  | Redirect;

/** A move that no single waterfall can make. */
export type Redirect =
  | { kind: "restart" }
  /** back to the question whose buttons carry this nonce, answers since then undone */
  | { kind: "rewind"; nonce: string }
  /** as if this topic had been asked about */
  | { kind: "topic"; topic: string }
  /** leaves everything behind and begins what this topic stands for at the fork */
  | { kind: "flow"; topic: string }
  /** keeps the account: what led to deleting ends */
  | { kind: "keep" }
  /** answers the question below, or, with a nonce, an earlier one, answers since then undone */
  | { kind: "answer"; choice: string }
  | { kind: "answer-again"; nonce: string; choice: string };

/** What a turn must do besides talking, stored in the same commit. */
export type Effect =
  | "issue-receipt"
  | "open-ticket"
  | "reopen-ticket"
  | "withdraw-ticket"
  | "raise-ticket"
  | "choose-contact"
  | "rate-ticket"
  | "comment-ticket"
  | "rate"
  | "erase-talk";

/** `answered`: the person has told the answer before; it is taken as if it were given now, after `forget` is forgotten. */
export type StepView =
  | { says?: readonly Message[]; ask: Prompt }
  | { says?: readonly Message[]; move: Move }
  | { says?: readonly Message[]; answered: StepAnswer; forget: Partial<Case> };

/** What an answer changes. `says` is said before the conversation moves on. */
export interface StepResult {
  case?: Partial<Case>;
  says?: readonly Message[];
  effect?: Effect;
  move: Move;
}

export type StepAnswer =
  /** `draft`: as the person left it on the card that the button stood on */
  | { kind: "choice"; choice: string; topic: string | null; draft?: string }
  | { kind: "moment"; moment: DateAnswer }
  /** an address, and nothing else was said */
  | { kind: "email"; address: string }
  /** addresses that they may mean; `begins` is the yes or no that the text begins with */
  | {
      kind: "addresses";
      addresses: readonly string[];
      fault: AddressFault | null;
      begins: "yes" | "no" | null;
    }
  | { kind: "text"; text: string };

/** A named place of a waterfall: what is shown on arriving, and what an answer means. */
export interface Step {
  name: string;
  /** the desk is asked what it can tell about waiting, before the step looks */
  asksDesk?: true;
  /** what a person would call this place, as in "you are at …" */
  title(conversation: StepContext): string;
  show(conversation: StepContext): StepView;
  take?(conversation: StepContext, answer: StepAnswer): StepResult;
  /** whether a text that takes something back changes what was answered here: "I spelled my name wrong" */
  isEdit?(conversation: StepContext, text: string): boolean;
}

/** Returns a message with other passages than it had. */
export const withPassages = <M extends Message>(guide: Guide, line: M, passages: readonly string[]): M => ({
  ...line,
  passages,
  text: textOf(guide, line.around, passages),
});

/** Joins the passages and the words around them, a paragraph each. */
function textOf(guide: Guide, { before, after, lead }: Around, passages: readonly string[]): string {
  const [first, ...others] = passages.map((id) => guide.passage(id).text);
  const begun = first !== undefined && lead !== undefined ? `${lead} ${first}` : first;
  return [before, begun, ...others, after].filter((part) => part !== undefined && part !== "").join("\n\n");
}

/** Builds a message of the guide's passages, with the desk's words before and after. */
export function message(
  conversation: StepContext,
  node: string | null,
  passages: readonly string[],
  {
    before,
    after,
    lead,
    topic,
    offersPerson,
    ...more
  }: Around &
    Partial<Pick<Message, "topic" | "offersPerson" | "card" | "copy" | "requested" | "whole" | "more">> = {},
): Message {
  const { guide } = conversation;
  const around = { before, after, lead };
  return {
    text: textOf(guide, around, passages),
    around,
    node,
    topic: topic ?? guide.topicOf(passages[0]),
    passages,
    offersPerson: offersPerson ?? false,
    ...more,
  };
}

/** Builds the message of a node of the decision tree. */
export function nodeMessage(
  conversation: StepContext,
  node: string,
  around: Parameters<typeof message>[3] = {},
): Message {
  const { says, more } = conversation.guide.node(node);
  return message(conversation, node, says, { more, ...around });
}

/** Turns a message into a question. */
export const prompt = (
  line: Message,
  choices: readonly Choice[],
  takes: OpenQuestion["takes"] = "choice",
): Prompt => ({
  ...line,
  choices,
  takes,
});

/** Builds a question before something final, where only an explicit yes or no counts. */
export const gatePrompt = (line: Message, choices: readonly Choice[]): Prompt => ({
  ...prompt(line, choices),
  isGate: true,
});

/** Returns the id of the chosen option, or null when the answer is a value. */
export const chosen = (answer: StepAnswer): string | null =>
  answer.kind === "choice" ? answer.choice : null;

/** A step as it was shown; `quotes` where it looked at the person's own words. */
interface ShownStep {
  step: Step;
  context: StepContext;
  quotes: readonly (string | null)[] | undefined;
  view: StepView;
}

/** Reports whether two contexts render a step alike, the person's own words aside. */
const isAlike = (one: StepContext, other: StepContext): boolean =>
  one.ticket === other.ticket &&
  one.said === other.said &&
  one.outlook === other.outlook &&
  one.timeZone === other.timeZone &&
  one.native === other.native &&
  isDeepStrictEqual(one.case, other.case);

/** Shows steps, which are pure: the one that was shown last is shown anew only where something that it looks at has changed. */
export class StepViews {
  /** the person's own words were looked at */
  quoted = false;
  private last: ShownStep | null = null;

  show(step: Step, context: StepContext, quotes: readonly (string | null)[]): StepView {
    const { last } = this;
    const isSame = last?.step === step && isAlike(last.context, context);
    if (isSame && (last.quotes === undefined || isDeepStrictEqual(last.quotes, quotes))) return last.view;
    this.quoted = false;
    const view = step.show(context);
    this.last = { step, context, quotes: this.quoted ? quotes : undefined, view };
    return view;
  }
}

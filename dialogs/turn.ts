import { randomUUID } from "node:crypto";
import type { Guide } from "../src/guide/guide.ts";
import type { Messages } from "../src/guide/messages.ts";
import type { DistressKind } from "../src/nlu/distress/distress.ts";
import type { Interpretation } from "../src/nlu/interpretation.ts";
import type { HeldBecause, Ticket } from "../src/store/ticket.ts";
import type { Outlook } from "../src/tickets/availability.ts";
import type { NewTicketRank, Unanswered } from "../src/tickets/ticket.ts";
import { placeNamed, placesOf } from "./dialog-stack.ts";
import { isMatter } from "./own-words.ts";
import type { TurnContext } from "./sdk.ts";
import type { ConversationTicket } from "./state.ts";
import { type Case, type ConversationState, emptyCase } from "./state.ts";
import type { Effect, Message, Prompt, Redirect, Step, StepAnswer, StepContext } from "./step.ts";

const NOTHING: Partial<Case> = {};

/** The question that is open at the end of a turn, and where it stands. */
export interface OpenStep {
  guide: string;
  step: Step;
  ask: Prompt;
}

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
  /** whether a ticket with this number joins the queue, which is about to be opened, reopened or raised */
  admit(number: number, distress: boolean): Promise<Admission>;
  /** whom somebody in a crisis can call, as far as their words tell where they are */
  crisisLine(said: string): string;
}

/** What one turn says and changes, gathered until it is committed. */
export class Turn {
  readonly lines: Message[] = [];
  readonly effects: { effect: Effect; case: Case; receiptId: string }[] = [];
  open: OpenStep | null = null;
  /** the answer that the open waterfall is about to take */
  answer: StepAnswer | null = null;
  interpretation: Interpretation | null = null;
  /** the distress that was heard in what the person said */
  distress: DistressKind | null = null;
  /** the words that the person typed, if this turn answers any */
  said: string | null = null;
  /** why what was said could not be answered, if so */
  unanswered: Unanswered | null = null;
  /** a move that leaves the waterfalls: carried out when they have had their say */
  redirect: Redirect | null = null;
  /** how the ticket that this turn opened, reopened or raised was admitted */
  admission: Admission = { network: null, held: null };
  /** the nonce of the question that was open when the turn began */
  private readonly asked: string;
  /** the dialog on top when the turn began */
  private readonly began: string;

  /** the newest ticket of this conversation, as this turn leaves it */
  private ticket: ConversationTicket | null;
  private outlook: Outlook | null = null;

  constructor(
    readonly state: ConversationState,
    readonly guide: Guide,
    readonly words: Messages,
    readonly now: Date,
    ticket: ConversationTicket | null,
    private readonly desk: AskDesk,
  ) {
    this.asked = state.nonce ?? "";
    this.began = state.dialogStack.at(-1)?.id ?? "";
    this.ticket = ticket;
  }

  get context(): StepContext {
    const { desk, state } = this;
    return {
      guide: this.guide,
      words: this.words,
      case: this.prefilled === NOTHING ? this.state.case : { ...this.state.case, ...this.prefilled },
      ticket: this.ticket,
      outlook: this.outlook,
      /** looked up where a step says it, which is seldom */
      get crisisLine() {
        return desk.crisisLine(state.case.distress?.said ?? "");
      },
      timeZone: this.state.timeZone,
      question: this.state.question,
      matter: this.matter,
      said: this.said,
      now: this.now,
    };
  }

  /** Learns from the desk what it can tell about waiting, once a turn. */
  async askDesk(): Promise<void> {
    const open = this.ticket?.state.kind === "open" ? this.ticket.number : null;
    const distress = this.state.case.distress?.kind ?? null;
    const urgent: NewTicketRank | undefined =
      distress === null ? undefined : { priority: "urgent", distress };
    this.outlook ??= await this.desk.outlook(open, urgent);
  }

  say(lines: readonly Message[] = []): void {
    this.lines.push(...lines);
  }

  ask(guide: string, step: Step, ask: Prompt): void {
    this.open = { guide, step, ask };
  }

  /** Notes what is to be stored with this turn; a ticket gets its number at once, so that it can be told. */
  async perform(effect: Effect): Promise<void> {
    const receiptId = effect === "issue-receipt" ? randomUUID() : "";
    if (receiptId !== "") this.state.receipts.push(receiptId);
    if (effect === "open-ticket") this.state.ticket = await this.desk.reserveTicketNumber();
    if (effect === "open-ticket" || effect === "reopen-ticket") this.stand(await this.admit());
    if (effect === "raise-ticket" && this.ticket?.state.kind === "open" && this.ticket.state.held !== null)
      this.ticket = { ...this.ticket, state: await this.admit() };
    if (effect === "withdraw-ticket") this.stand({ kind: "closed", reopenable: true, ratable: false });
    this.effects.push({ effect, case: this.state.case, receiptId });
  }

  /** Asks how the ticket is admitted that this turn opens, reopens or raises. */
  private async admit(): Promise<ConversationTicket["state"]> {
    const { cause, distress } = this.state.case;
    const inDistress = cause === "distress" && distress !== null;
    this.admission = await this.desk.admit(this.state.ticket as number, inDistress);
    return { kind: "open", held: this.admission.held };
  }

  /** A ticket stands as it is now: "back" leads past the questions that led there. */
  private stand(state: ConversationTicket["state"]): void {
    this.ticket = {
      number: this.state.ticket as number,
      contact: this.state.case.contact ?? { kind: "here" },
      state,
    };
    this.state.trail = this.state.trail.filter(
      ({ at }) => !OF_THE_TICKET.includes(placeNamed(at.at(-1) ?? "").guide),
    );
  }

  /** The matter in the person's words: kept before, or what they say now, where it was understood and answers no question that takes words. */
  private get matter(): string | null {
    const { said, unanswered, distress, state } = this;
    if (state.matter !== null || said === null) return state.matter;
    const isLost = unanswered === "unsure" || unanswered === "oos" || distress !== null;
    if (isLost || TAKES_WORDS.has(this.began) || !isMatter(said, this.words)) return null;
    return said.slice(0, LONGEST_MATTER);
  }

  /** Keeps the matter, once it is told. */
  keepMatter(): void {
    this.state.matter = this.matter;
  }

  /** Keeps what the person just said as a question that only people can answer; while one is about to be passed on, that one stays. What was not understood tells people nothing. */
  leaveToPeople(): void {
    const { dialogStack, question } = this.state;
    if (this.unanswered === "unsure") return;
    if (question !== null && isBeingPassedOn(dialogStack)) return;
    if (this.said !== null) this.state.question = this.said.slice(0, LONGEST_QUESTION);
  }

  /** Forgets the matter; an open ticket and issued receipts stay. */
  forget(): void {
    const nothing = { trail: [], nonce: null, told: [], angerMet: false, question: null, matter: null };
    Object.assign(this.state, { case: emptyCase(), ...nothing });
  }

  /** what this message told besides its topic; becomes part of the case, and of what "back" undoes, with the next answer */
  prefilled: Partial<Case> = NOTHING;

  /** Remembers the answer just taken, so that "back" can undo it, and changes the case. */
  record(answer: string | null, said: Partial<Case>): void {
    const { state } = this;
    const change = this.prefilled === NOTHING ? said : { ...this.prefilled, ...said };
    this.prefilled = NOTHING;
    const before: Record<string, unknown> = {};
    for (const key of Object.keys(change) as (keyof Case)[]) before[key] = state.case[key];
    state.trail.push({
      nonce: this.asked,
      at: placesOf(state.dialogStack),
      answer,
      before: before as Partial<Case>,
    });
    if (state.trail.length > LONGEST_TRAIL) state.trail.shift();
    state.case = { ...state.case, ...change };
    state.nonce = null;
  }
}

/** Whether the person is asked what of their matter goes to people, and how. */
function isBeingPassedOn(stack: ConversationState["dialogStack"]): boolean {
  const top = stack.at(-1);
  return top?.id === "escalate" && BEFORE_A_TICKET.has(String(top.state["step"]));
}

const BEFORE_A_TICKET: ReadonlySet<string> = new Set(["wanted", "closed", "consent", "summary"]);

const OF_THE_TICKET = ["escalate", "withdraw"];
const LONGEST_TRAIL = 40;
const LONGEST_QUESTION = 300;
const LONGEST_MATTER = 1_000;
/** dialogs whose questions take any words: those are kept where they belong */
const TAKES_WORDS: ReadonlySet<string> = new Set(["draft", "escalate", "feedback", "rate"]);
const TURN = Symbol("turn");

/** Puts the turn where the dialogs find it. */
export const setTurn = (context: TurnContext, turn: Turn): void => {
  context.turnState.set(TURN, turn);
};

/** The turn that these dialogs speak in. */
export const turnOf = (context: TurnContext): Turn => context.turnState.get(TURN) as Turn;

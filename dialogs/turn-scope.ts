import { randomUUID } from "node:crypto";
import type { Guide } from "../src/guide/guide.ts";
import type { Messages } from "../src/guide/messages.ts";
import type { ForeignWords, OtherLanguages } from "../src/guide/other-languages.ts";
import type { BesideAgent } from "../src/nlu/answers/wish-to-desk.ts";
import type { DistressKind } from "../src/nlu/distress/distress.ts";
import type { Act, Choice, Interpretation } from "../src/nlu/interpretation.ts";
import type { Activity, Conversation, LogEntry } from "../src/store/records.ts";
import type { Ticket } from "../src/store/ticket.ts";
import type { Outlook } from "../src/tickets/availability.ts";
import type { NewTicketRank, Unanswered } from "../src/tickets/ticket.ts";
import { type OfferedCommand, offeredCommands } from "./commands.ts";
import { placeNamed, placesOf } from "./dialog-stack.ts";
import { isMatter } from "./own-words.ts";
import type { TurnContext } from "./sdk.ts";
import type { ConversationTicket } from "./state.ts";
import {
  type Case,
  type ConversationState,
  conversationTicket,
  emptyCase,
  type LearnedFact,
} from "./state.ts";
import {
  type Effect,
  type Message,
  type Prompt,
  type Redirect,
  type Step,
  type StepAnswer,
  type StepContext,
  type StepView,
  StepViews,
} from "./step.ts";
import type { Admission, AskDesk, TurnInput, TurnServices } from "./turn-input.ts";

/** One turn: what came in, what is known, and what the dialogs say and change until it is committed. Middlewares fill it, dialogs read it. */
export class TurnScope {
  readonly conversation: Conversation;
  readonly entry: LogEntry;
  readonly now: Date;
  readonly guide: Guide;
  readonly words: Messages;
  private readonly others: OtherLanguages;
  /** the ticket as it is stored */
  ticket: Ticket | null;
  /** the tag under which the state is stored; null where it is new */
  stateTag: string | null = null;
  /** what goes to the log when the turn is committed */
  readonly replies: Activity[] = [];
  /** what the person settles with the desk alone: it answers that and nothing else */
  beside: BesideAgent | null = null;
  /** whether the dialogs have had their say */
  finished = false;

  /** milliseconds of a monotonic clock */
  readonly began = performance.now();
  readonly lines: Message[] = [];
  readonly effects: { effect: Effect; case: Case; receiptId: string }[] = [];
  /** the question that is open at the end of the turn */
  open: Prompt | null = null;
  /** the answer that the open waterfall is about to take */
  answer: StepAnswer | null = null;
  interpretation: Interpretation | null = null;
  /** the act of the message that counted */
  act: Act | null = null;
  /** what the message told of the person's matter, where a matter begins */
  learned: readonly LearnedFact[] = [];
  /** the message was not taken as an answer to the open question */
  steppedAside = false;
  /** the distress that was heard in what the person said */
  distress: DistressKind | null = null;
  /** the language other than the desk's in which the message is; null: in the desk's, or nothing tells */
  language: string | null = null;
  /** buttons of the main menu that stand with the open question, in the person's language */
  menu: readonly Pick<Choice, "id" | "title">[] = [];
  /** the words that the person typed, if this turn answers any */
  said: string | null = null;
  /** why what was said could not be answered, if so */
  unanswered: Unanswered | null = null;
  /** a move that leaves the waterfalls: carried out when they have had their say */
  redirect: Redirect | null = null;
  /** how the ticket that this turn opened, reopened or raised was admitted */
  admission: Admission = { network: null, held: null };

  private readonly desk: AskDesk;
  private loaded: ConversationState | null = null;
  /** the nonce of the question that was open when the turn began */
  private asked = "";
  /** the dialog on top when the turn began */
  private startedIn = "";
  /** the newest ticket of this conversation, as this turn leaves it */
  private standing: ConversationTicket | null = null;
  private outlook: Outlook | null = null;
  private readonly views = new StepViews();

  constructor(
    readonly input: TurnInput,
    { guide, words, others, desk }: TurnServices,
  ) {
    const { conversation, entry, now, ticket } = input;
    this.conversation = conversation;
    this.entry = entry;
    this.now = now;
    this.ticket = ticket;
    this.guide = guide;
    this.words = words;
    this.others = others;
    this.desk = desk;
  }

  /** Loads the conversation's state and its ticket. */
  load(state: ConversationState, tag: string | null, ticket: Ticket | null): void {
    this.loaded = state;
    this.stateTag = tag;
    this.ticket = ticket;
    this.standing = ticket && conversationTicket(ticket, this.now, this.input.reopenDays);
    this.beginHere();
  }

  /** Takes the question that is open now as the one with which the turn began. */
  beginHere(): void {
    this.asked = this.state.nonce ?? "";
    this.startedIn = this.state.dialogStack.at(-1)?.id ?? "";
  }

  /** What the bot remembers of this conversation. Throws before it is loaded. */
  get state(): ConversationState {
    if (this.loaded === null) throw new Error("the state of this turn is not loaded");
    return this.loaded;
  }

  /** The locales that tell where somebody is: the message's own, then the conversation's. */
  get locales(): string[] {
    const { locale } = this.entry.activity;
    return [...(typeof locale === "string" ? [locale] : []), this.conversation.locale];
  }

  /** Words in the language of the message; somebody in distress is answered in theirs whatever they write next. */
  get native(): ForeignWords | null {
    const language = this.language ?? (this.state.case.distress === null ? null : this.state.language);
    return language === null ? null : this.others(language);
  }

  /** The words of a language other than the desk's. */
  titlesIn = (language: string): ForeignWords | null => this.others(language);

  /** What steps may look at, as it is now. */
  get context(): StepContext {
    const { desk, guide, words, native, state, now, locales, views, said, matter } = this;
    return {
      guide,
      words,
      native,
      now,
      case: state.case,
      ticket: this.standing,
      outlook: this.outlook,
      timeZone: state.timeZone,
      said,
      get matter() {
        views.quoted = true;
        return matter;
      },
      get question() {
        views.quoted = true;
        return state.question;
      },
      /** looked up where a step says it, which is seldom */
      get crisisLine() {
        return desk.crisisLine(state.case.distress?.said ?? "", locales);
      },
    };
  }

  /** Whether the person waits for somebody of the desk. */
  get waits(): boolean {
    return this.standing?.state.kind === "open";
  }

  /** The commands that stand under what is said. */
  get commands(): OfferedCommand[] {
    const { trail, more } = this.state;
    return offeredCommands(this.words, {
      hasMore: more.length > 0,
      canGoBack: trail.length > 0,
      waits: this.waits,
    });
  }

  /** Shows a step: once a turn, for as long as nothing that it looks at has changed. */
  view(step: Step): StepView {
    return this.views.show(step, this.context, [this.state.question, this.matter]);
  }

  /** Requests the outlook for waiting from the desk, once a turn. */
  async askDesk(): Promise<void> {
    const open = this.standing?.state.kind === "open" ? this.standing.number : null;
    const distress = this.state.case.distress?.kind ?? null;
    const urgent: NewTicketRank | undefined =
      distress === null ? undefined : { priority: "urgent", distress };
    this.outlook ??= await this.desk.outlook(open, urgent);
  }

  say(lines: readonly Message[] = []): void {
    this.lines.push(...lines);
  }

  ask(question: Prompt): void {
    this.open = question;
  }

  /** Records an effect to be stored with this turn. A new ticket gets its number at once, so that it can be told. */
  async perform(effect: Effect): Promise<void> {
    const receiptId = effect === "issue-receipt" ? randomUUID() : "";
    if (receiptId !== "") this.state.receipts.push(receiptId);
    if (effect === "open-ticket") this.state.ticket = await this.desk.reserveTicketNumber();
    if (effect === "open-ticket" || effect === "reopen-ticket") this.stand(await this.admit());
    if (
      effect === "raise-ticket" &&
      this.standing?.state.kind === "open" &&
      this.standing.state.held !== null
    )
      this.standing = { ...this.standing, state: await this.admit() };
    if (effect === "withdraw-ticket") this.stand({ kind: "closed", reopenable: true, ratable: false });
    this.effects.push({ effect, case: this.state.case, receiptId });
  }

  /** Asks how the ticket is admitted that this turn opens, reopens or raises. */
  private async admit(): Promise<ConversationTicket["state"]> {
    const { cause, distress } = this.state.case;
    this.admission = await this.desk.admit({
      conversation: this.conversation,
      number: this.state.ticket as number,
      before: this.ticket,
      distress: cause === "distress" && distress !== null,
    });
    return { kind: "open", held: this.admission.held };
  }

  /**
   * Sets the ticket's state for this turn, and removes from the trail the questions that led there, so that "back"
   * passes them.
   */
  private stand(state: ConversationTicket["state"]): void {
    this.standing = {
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
    if (isLost || TAKES_WORDS.has(this.startedIn) || !isMatter(said, this.words)) return null;
    return said.slice(0, LONGEST_MATTER);
  }

  /** Stores the matter in the state, once it is known. */
  keepMatter(): void {
    this.state.matter = this.matter;
  }

  /**
   * Stores the person's last message as a question for people. A question that is about to be passed on stays, and a
   * message that was not understood is not stored.
   */
  leaveToPeople(): void {
    const { dialogStack, question } = this.state;
    if (this.unanswered === "unsure") return;
    if (question !== null && isBeingPassedOn(dialogStack)) return;
    if (this.said !== null) this.state.question = this.said.slice(0, LONGEST_QUESTION);
  }

  /** Forgets the matter; an open ticket and issued receipts stay. */
  forget(): void {
    const nothing = {
      trail: [],
      nonce: null,
      told: [],
      more: [],
      angerMet: false,
      question: null,
      matter: null,
    };
    Object.assign(this.state, { case: emptyCase(), ...nothing });
  }

  /** Remembers the answer just taken, so that "back" can undo it, and changes the case. */
  record(answer: string | null, said: Partial<Case>): void {
    const { state } = this;
    const before: Record<string, unknown> = {};
    for (const key of Object.keys(said) as (keyof Case)[]) before[key] = state.case[key];
    state.trail.push({
      nonce: this.asked,
      at: placesOf(state.dialogStack),
      answer,
      before: before as Partial<Case>,
    });
    if (state.trail.length > LONGEST_TRAIL) state.trail.shift();
    state.case = { ...state.case, ...said };
    state.nonce = null;
  }
}

/** Reports whether the person is being asked what is passed on to people, and how. */
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

/** Puts the turn where middlewares, adapter and dialogs find it. */
export const setTurnScope = (context: TurnContext, turn: TurnScope): void => {
  context.turnState.set(TURN, turn);
};

/** Returns the turn scope of a turn context. */
export const turnScopeOf = (context: TurnContext): TurnScope => context.turnState.get(TURN) as TurnScope;

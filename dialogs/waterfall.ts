import { DialogStack, placesOf } from "./dialog-stack.ts";
import type { TurnContext } from "./sdk.ts";
import {
  Dialog,
  type DialogContext,
  type DialogInstance,
  DialogReason,
  type DialogTurnResult,
  WaterfallDialog,
} from "./sdk.ts";
import type { Move, Step, StepAnswer } from "./step.ts";
import { turnScopeOf } from "./turn-scope.ts";

/** How a waterfall is begun: at which step, and whether its end re-asks the question below instead of going on. */
export interface Begin {
  at?: string;
  aside?: boolean;
}

interface Remembered {
  step?: string;
  aside?: boolean;
}

const REASK = Symbol("re-ask");

/** Returns the name of an answer in the trail. */
const nameOf = (answer: StepAnswer): string =>
  answer.kind === "choice"
    ? answer.choice
    : answer.kind === "moment"
      ? answer.moment.said
      : answer.kind === "email" || answer.kind === "addresses"
        ? "e-mail"
        : answer.text;

/** A WaterfallDialog of named steps: it remembers the name of its place, never a number, so an edited guide finds it again. */
export class GuideWaterfall extends WaterfallDialog {
  private readonly names: readonly string[];

  constructor(
    id: string,
    private readonly places: readonly Step[],
  ) {
    super(
      id,
      places.map((step) => (context) => this.show(context, step)),
    );
    this.names = places.map((step) => step.name);
  }

  /** Returns the step of this name, or undefined if the guide has it no more. */
  step(name: string): Step | undefined {
    return this.places[this.names.indexOf(name)];
  }

  /** Returns the name of the following step, or of the first one when `name` is unknown or null. */
  after(name: string | null): string | undefined {
    return this.names[name === null ? 0 : this.names.indexOf(name) + 1] ?? this.names.at(-1);
  }

  /** Returns the steps behind a step, or all of them when `name` is null. */
  stepsAfter(name: string | null): readonly Step[] {
    return name === null ? this.places : this.places.slice(this.names.indexOf(name) + 1);
  }

  /** Goes to a step of the dialog that is on top of the stack, which must be this one. */
  enter(dc: DialogContext, step: string): Promise<DialogTurnResult> {
    return this.runStep(dc, this.names.indexOf(step));
  }

  override async beginDialog(dc: DialogContext, options?: Begin): Promise<DialogTurnResult> {
    const state = memoryOf(dc.activeDialog);
    if (options?.aside) state.aside = true;
    return this.runStep(dc, options?.at ? this.names.indexOf(options.at) : 0);
  }

  override async continueDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const turn = turnScopeOf(dc.context);
    const step = this.step(memoryOf(dc.activeDialog).step ?? "");
    const answer = turn.answer;
    if (!step?.take || !answer) return Dialog.EndOfTurn;
    turn.answer = null;
    return this.take(dc, step, answer);
  }

  private async take(dc: DialogContext, step: Step, answer: StepAnswer): Promise<DialogTurnResult> {
    const turn = turnScopeOf(dc.context);
    const taken = step.take?.(turn.context, answer) ?? { move: { kind: "next" as const } };
    turn.record(nameOf(answer), taken.case ?? {});
    turn.say(taken.says);
    if (taken.effect) await turn.perform(taken.effect);
    return this.follow(dc, taken.move);
  }

  override async resumeDialog(
    dc: DialogContext,
    _reason: DialogReason,
    result?: unknown,
  ): Promise<DialogTurnResult> {
    if (result === REASK) {
      return this.askAgain(dc);
    }
    return this.runStep(dc, this.names.indexOf(memoryOf(dc.activeDialog).step ?? "") + 1);
  }

  /** Asks the question below an aside again with its former nonce, so that its old buttons still work. */
  private async askAgain(dc: DialogContext): Promise<DialogTurnResult> {
    const turn = turnScopeOf(dc.context);
    const { step } = memoryOf(dc.activeDialog);
    const here = placesOf(dc.stack).join();
    const left = turn.state.trail.findLast(({ at }) => at.join() === here);
    await this.repromptDialog(dc.context, dc.activeDialog as DialogInstance);
    if (!turn.open) return this.runStep(dc, this.names.indexOf(step ?? ""));
    if (left?.answer === null) turn.state.nonce = left.nonce;
    return Dialog.EndOfTurn;
  }

  /** Ends without the SDK's telemetry, which wants an instance id that this state does not carry. */
  override async endDialog(): Promise<void> {}

  override async repromptDialog(context: TurnContext, instance: DialogInstance): Promise<void> {
    const turn = turnScopeOf(context);
    const step = this.step(memoryOf(instance).step ?? "");
    if (step?.asksDesk) await turn.askDesk();
    const shown = step && turn.view(step);
    if (shown && "ask" in shown) turn.ask(shown.ask);
  }

  protected override async runStep(dc: DialogContext, index: number): Promise<DialogTurnResult> {
    const step = this.places[index];
    if (!step) return this.leave(dc);
    memoryOf(dc.activeDialog).step = step.name;
    return this.show(dc, step);
  }

  private async show(dc: DialogContext, step: Step): Promise<DialogTurnResult> {
    const turn = turnScopeOf(dc.context);
    if (step.asksDesk) await turn.askDesk();
    const shown = turn.view(step);
    turn.say(shown.says);
    if ("move" in shown) return this.follow(dc, shown.move);
    if ("answered" in shown) {
      turn.state.case = { ...turn.state.case, ...shown.forget };
      return this.take(dc, step, shown.answered);
    }
    turn.ask(shown.ask);
    return Dialog.EndOfTurn;
  }

  private leave(dc: DialogContext): Promise<DialogTurnResult> {
    return dc.endDialog(memoryOf(dc.activeDialog).aside ? REASK : undefined);
  }

  private async follow(dc: DialogContext, move: Move): Promise<DialogTurnResult> {
    switch (move.kind) {
      case "next":
        return this.resumeDialog(dc, DialogReason.nextCalled);
      case "to":
        return this.runStep(dc, this.names.indexOf(move.step));
      case "begin":
        return dc.beginDialog(move.dialog, { at: move.at, aside: move.aside } satisfies Begin);
      case "end":
        return this.leave(dc);
      case "switch":
        new DialogStack(dc).closeAboveRoot();
        return dc.beginDialog(move.dialog, { at: move.at } satisfies Begin);
      case "finish":
        new DialogStack(dc).closeAboveRoot();
        return (dc.findDialog("root") as GuideWaterfall).enter(dc, comesBackToMore(dc) ? "again" : "closing");
      case "restart":
      case "rewind":
      case "topic":
      case "flow":
      case "keep":
      case "answer":
      case "answer-again":
        turnScopeOf(dc.context).redirect = move;
        return Dialog.EndOfTurn;
      default:
        return move satisfies never;
    }
  }
}

/** Reports whether the person raised topics that are still to be answered. */
const comesBackToMore = (dc: DialogContext): boolean => turnScopeOf(dc.context).state.case.later.length > 0;

const memoryOf = (instance: DialogInstance | undefined): Remembered => (instance?.state ?? {}) as Remembered;

import type { StatePropertyAccessor, TurnContext } from "botbuilder";
import {
  ChoicePrompt,
  ComponentDialog,
  ConfirmPrompt,
  DialogSet,
  DialogTurnStatus,
  WaterfallDialog,
  type WaterfallStepContext,
} from "botbuilder-dialogs";
import type { Question } from "../script.ts";

/** A dialog in the manner of Microsoft's samples: a component with one waterfall, a choice and a confirm prompt. */
export class GuideDialog extends ComponentDialog {
  constructor(script: readonly Question[]) {
    super("guide");
    this.addDialog(new ChoicePrompt("choice"));
    this.addDialog(new ConfirmPrompt("confirm"));
    this.addDialog(new WaterfallDialog("waterfall", [...script.map(ask), sayGoodbye]));
    this.initialDialogId = "waterfall";
  }

  /** Continues the dialog of this conversation, or begins it. */
  async run(context: TurnContext, accessor: StatePropertyAccessor): Promise<void> {
    const set = new DialogSet(accessor);
    set.add(this);
    const dialogs = await set.createContext(context);
    const results = await dialogs.continueDialog();
    if (results.status === DialogTurnStatus.empty) await dialogs.beginDialog(this.id);
  }
}

const ask =
  ({ text, choices }: Question) =>
  (step: WaterfallStepContext) =>
    choices === null
      ? step.prompt("confirm", { prompt: text })
      : step.prompt("choice", { prompt: text, choices });

async function sayGoodbye(step: WaterfallStepContext) {
  await step.context.sendActivity("That was the last step. Goodbye.");
  return step.endDialog();
}

import type { AgentStatePropertyAccessor, TurnContext } from "@microsoft/agents-hosting";
import {
  ChoicePrompt,
  ComponentDialog,
  ConfirmPrompt,
  DialogSet,
  DialogTurnStatus,
  WaterfallDialog,
  type WaterfallStepContext,
} from "@microsoft/agents-hosting-dialogs";
import type { Question } from "../script.ts";

type DialogsAccessor = ConstructorParameters<typeof DialogSet>[0];
type DialogsContext = Parameters<DialogSet["createContext"]>[0];

/** The ordinary bot's dialog on the successor. Its dialogs 0.6 bring a hosting 0.6 of their own, hence the two casts. */
export class GuideDialog extends ComponentDialog {
  constructor(script: readonly Question[]) {
    super("guide");
    this.addDialog(new ChoicePrompt("choice"));
    this.addDialog(new ConfirmPrompt("confirm"));
    this.addDialog(new WaterfallDialog("waterfall", [...script.map(ask), sayGoodbye]));
    this.initialDialogId = "waterfall";
  }

  /** Continues the dialog of this conversation, or begins it. */
  async run(context: TurnContext, accessor: AgentStatePropertyAccessor): Promise<void> {
    const set = new DialogSet(accessor as unknown as DialogsAccessor);
    set.add(this);
    const dialogs = await set.createContext(context as unknown as DialogsContext);
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

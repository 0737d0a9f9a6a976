// What dialogs and the bot use of the Bot Framework SDK; a lint rule keeps it out of the other files (docs/decisions/0005-bot-framework-and-its-successor.md).
export type { TurnContext } from "botbuilder";
export {
  Dialog,
  DialogContext,
  DialogContextError,
  type DialogInstance,
  DialogReason,
  DialogSet,
  type DialogTurnResult,
  WaterfallDialog,
} from "botbuilder-dialogs";

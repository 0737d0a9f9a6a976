// What dialogs and the bot use of the Bot Framework SDK; a lint rule keeps it out of the other files (deploy/SUCCESSOR.md).
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

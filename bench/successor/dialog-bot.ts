import {
  ActivityHandler,
  type ConversationState,
  type TurnContext,
  type UserState,
} from "@microsoft/agents-hosting";
import type { GuideDialog } from "./guide-dialog.ts";

/** The bot of Microsoft's samples: runs one dialog for messages and newcomers, and saves the state after each turn. */
export class DialogBot extends ActivityHandler {
  constructor(
    private readonly conversationState: ConversationState,
    private readonly userState: UserState,
    dialog: GuideDialog,
  ) {
    super();
    const dialogState = conversationState.createProperty("DialogState");
    this.onMessage(async (context, next) => {
      await dialog.run(context, dialogState);
      await next();
    });
    this.onMembersAdded(async (context, next) => {
      for (const member of context.activity.membersAdded ?? []) {
        if (member.id !== context.activity.recipient?.id) await dialog.run(context, dialogState);
      }
      await next();
    });
  }

  override async run(context: TurnContext): Promise<void> {
    await super.run(context);
    await this.conversationState.saveChanges(context, false);
    await this.userState.saveChanges(context, false);
  }
}

import { randomUUID } from "node:crypto";
import { BotAdapter, type ConversationReference, type ResourceResponse, TurnContext } from "botbuilder";
import { DialogMemoryScope, type DialogStateManagerConfiguration, TurnMemoryScope } from "botbuilder-dialogs";
import { setTurnScope, type TurnScope, turnScopeOf } from "../../dialogs/turn-scope.ts";
import type { Activity } from "../store/records.ts";

/** What stands around the bot: does its one thing with a turn, and calls `next` once or deliberately not. */
export type Middleware = (turn: TurnScope, next: () => Promise<void>) => Promise<void>;

/** What answers a turn, through the SDK's context. */
export type BotLogic = (turn: TurnScope, context: TurnContext) => Promise<void>;

/** The bot's id in every conversation. */
export const BOT_ID = "exit-desk";

const configuration: DialogStateManagerConfiguration = {
  memoryScopes: [new TurnMemoryScope(), new DialogMemoryScope()],
  pathResolvers: [],
};

/**
 * Replaces the SDK's memory scopes of this turn by two. The SDK would build them all each turn, and our steps read
 * only the turn. The key is the SDK's own for what it has built.
 */
const skipTurnMemory = (context: TurnContext): void => {
  context.turnState.set("DialogStateManagerConfiguration", configuration);
};

type SdkActivity = Parameters<BotAdapter["sendActivities"]>[1][number];

/** Returns the id of the activity that a reply answers; undefined for the start of a conversation over Direct Line. */
function replyTarget({ activity: { type, id, channelId } }: TurnContext): string | undefined {
  return type === "conversationUpdate" && channelId === "directline" ? undefined : id;
}

/** The one adapter of the desk: what the bot sends is gathered in the turn and reaches people through the log. */
export class DeskAdapter extends BotAdapter {
  /** `name` is what people see as the sender of the bot's messages. */
  constructor(private readonly name: string) {
    super();
  }

  /** Adds a middleware inside the present ones. */
  add(middleware: Middleware): void {
    this.use((context, next) => middleware(turnScopeOf(context), next));
  }

  /** Runs the middlewares and then `logic` for one turn. Not in the SDK's revocable proxy, which makes every look at the context slow. */
  async run(turn: TurnScope, logic: BotLogic): Promise<void> {
    const { conversation, entry } = turn;
    const context = new TurnContext(this, {
      ...entry.activity,
      conversation: { id: conversation.id },
      channelId: conversation.channel,
      recipient: { id: BOT_ID, name: this.name, role: "bot" },
    } as unknown as SdkActivity);
    setTurnScope(context, turn);
    skipTurnMemory(context);
    await this.middleware.run(context, () => logic(turn, context));
  }

  override async sendActivities(
    context: TurnContext,
    activities: Parameters<BotAdapter["sendActivities"]>[1],
  ): Promise<ResourceResponse[]> {
    const { replies } = turnScopeOf(context);
    const answered = replyTarget(context);
    const from = { id: BOT_ID, name: this.name, role: "bot" };
    return activities.map((sent) => {
      const activity = { ...sent, from } as Activity;
      if (answered !== undefined) activity.replyToId = answered;
      const id = randomUUID();
      activity.id = id;
      if (activity.type !== "trace") replies.push(activity);
      return { id };
    });
  }

  override async updateActivity(): Promise<void> {
    throw new Error("what the bot said is in the log and stays there");
  }

  override async deleteActivity(): Promise<void> {
    throw new Error("what the bot said is in the log and stays there");
  }

  override async continueConversation(_: Partial<ConversationReference>): Promise<void> {
    throw new Error("words nobody asked for are committed as a turn without an incoming entry");
  }
}

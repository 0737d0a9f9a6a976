import type { TurnContext } from "botbuilder";
import { DialogMemoryScope, type DialogStateManagerConfiguration, TurnMemoryScope } from "botbuilder-dialogs";

const configuration: DialogStateManagerConfiguration = {
  memoryScopes: [new TurnMemoryScope(), new DialogMemoryScope()],
  pathResolvers: [],
};

/**
 * Gives the dialogs of this turn two memory scopes instead of all of the SDK's: it would build them anew each turn, and
 * our steps look at the turn alone. The key is the one under which the SDK keeps what it has built.
 */
export const keepMemoryLean = (context: TurnContext): void => {
  context.turnState.set("DialogStateManagerConfiguration", configuration);
};

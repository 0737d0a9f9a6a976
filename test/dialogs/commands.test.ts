import { expect, test } from "vitest";
import { offeredCommands } from "../../dialogs/commands.ts";
import { words } from "./conversation.ts";

test("back is offered only where there is something to take back", () => {
  const offered = (canGoBack: boolean) =>
    offeredCommands(words, { hasMore: false, canGoBack, waits: false }).map(({ command }) => command);
  expect(offered(true)).toEqual(["back", "help", "human", "copy", "restart", "cancel"]);
  expect(offered(false)).toEqual(["help", "human", "copy", "restart", "cancel"]);
});

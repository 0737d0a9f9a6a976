import { expect, test } from "vitest";
import { commandTitled, offeredCommands } from "../../dialogs/commands.ts";
import { words } from "./conversation.ts";

test("back is offered only where there is something to take back", () => {
  const offered = (canGoBack: boolean) =>
    offeredCommands(words, { canGoBack, waits: false }).map(({ command }) => command);
  expect(offered(true)).toEqual(["back", "help", "human", "copy", "restart", "cancel"]);
  expect(offered(false)).toEqual(["help", "human", "copy", "restart", "cancel"]);
});

test("what a button says is its command, the ticket's only while somebody waits", () => {
  for (const waits of [false, true])
    for (const { command, title } of offeredCommands(words, { canGoBack: true, waits }))
      expect(commandTitled(words, title.toUpperCase(), waits)).toBe(command);
  expect(commandTitled(words, words("commands.ticket"), false)).toBeNull();
  expect(commandTitled(words, "help me with this", false)).toBeNull();
});

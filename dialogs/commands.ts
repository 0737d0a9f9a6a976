import type { Messages } from "../src/guide/messages.ts";
import type { Command } from "../src/nlu/interpretation.ts";

/** The commands that stand under every question, in this order. */
export const STANDING_COMMANDS = [
  "back",
  "help",
  "human",
  "copy",
  "restart",
  "cancel",
] as const satisfies readonly Command[];
export type StandingCommand = (typeof STANDING_COMMANDS)[number];

/** A command that is offered, and what its button says. */
export interface OfferedCommand {
  command: StandingCommand;
  title: string;
}

/** Builds the offer of a command; a person who waits is offered their ticket instead of a person. */
export const offerCommand = (words: Messages, command: StandingCommand, waits = false): OfferedCommand => ({
  command,
  title: words(`commands.${command === "human" && waits ? "ticket" : command}`),
});

/** The commands that are offered now; "back" only where there is something to go back to. */
export const offeredCommands = (
  words: Messages,
  { canGoBack, waits }: { canGoBack: boolean; waits: boolean },
): OfferedCommand[] =>
  STANDING_COMMANDS.filter((command) => command !== "back" || canGoBack).map((command) =>
    offerCommand(words, command, waits),
  );

import type { Messages } from "../src/guide/messages.ts";
import type { Command } from "../src/nlu/interpretation.ts";

/** The commands that stand under every question, in this order. */
export const STANDING_COMMANDS = [
  "more",
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

/** The commands that are offered now; "more" and "back" only where there is more to say, and something to go back to. */
export const offeredCommands = (
  words: Messages,
  { hasMore, canGoBack, waits }: { hasMore: boolean; canGoBack: boolean; waits: boolean },
): OfferedCommand[] =>
  STANDING_COMMANDS.filter(
    (command) => (command !== "more" || hasMore) && (command !== "back" || canGoBack),
  ).map((command) => offerCommand(words, command, waits));

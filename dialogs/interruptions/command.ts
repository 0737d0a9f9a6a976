import type { DialogContext } from "botbuilder-dialogs";
import type { Command } from "../../src/understand/meaning.ts";
import { copyText, type World } from "../copy.ts";
import type { Turn } from "../turn.ts";
import type { Begin } from "../waterfall.ts";
import { askAgain, note, stepAside } from "./note.ts";
import { rewind } from "./rewind.ts";
import { startOver } from "./start-over.ts";

/** Does what a word that works at any prompt asks for. */
export async function command(dc: DialogContext, turn: Turn, name: Command, world: World): Promise<void> {
  switch (name) {
    case "human":
      return person(dc, turn, "asked");
    case "erase":
      return person(dc, turn, "erase");
    case "back":
      return rewind(dc, turn, turn.state.trail.length - 1);
    case "restart":
      return startOver(dc, turn);
    case "cancel":
      turn.say([note(turn, turn.words("interrupt.cancelled"))]);
      dc.stack.splice(0);
      await dc.beginDialog("root", { at: "fork" } satisfies Begin);
      return;
    case "copy":
      turn.say([note(turn, await copyText(turn, world))]);
      return askAgain(dc);
    case "bye":
      return bye(dc, turn);
    case "help":
    case "greeting":
    case "thanks":
      turn.say([note(turn, turn.words(`interrupt.${name}`))]);
      return askAgain(dc);
    default:
      return name satisfies never;
  }
}

async function person(dc: DialogContext, turn: Turn, cause: "asked" | "erase"): Promise<void> {
  if (dc.activeDialog?.id === "escalate") return askAgain(dc);
  turn.state.case = {
    ...turn.state.case,
    cause,
    goal: turn.state.case.goal ?? (cause === "erase" ? "erase" : "person"),
  };
  return stepAside(dc, turn, "escalate");
}

async function bye(dc: DialogContext, turn: Turn): Promise<void> {
  const underWay = dc.stack.length > 1;
  turn.say([note(turn, turn.words(underWay ? "interrupt.bye-place-kept" : "interrupt.bye"))]);
  return underWay ? undefined : askAgain(dc);
}

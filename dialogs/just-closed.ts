import type { DialogContext } from "botbuilder-dialogs";
import type { Heard } from "./hear.ts";
import { stepAside } from "./interruptions/note.ts";
import type { Turn } from "./turn.ts";

/** True for the first words after a ticket was closed that are no answer and no command: they may well be about it. */
export function mayBeAboutTicket(dc: DialogContext, turn: Turn, heard: Heard): boolean {
  const state = turn.talk.ticket?.state;
  if (!turn.state.justClosed || state?.kind !== "closed" || !state.reopenable) return false;
  const nothingElse = dc.stack.length === 1 || dc.activeDialog?.id === "rate";
  return nothingElse && ["topic", "which", "unsure", "anger"].includes(heard.kind);
}

/** Asks, once, whether it is about the ticket; if it is not, the words are answered as what they are. */
export async function offerToReopen(dc: DialogContext, turn: Turn, heard: Heard): Promise<void> {
  turn.state.justClosed = false;
  if (heard.kind === "anger") turn.state.angerMet = true;
  dc.stack.splice(0, dc.stack.length, { id: "root", state: { step: "fork" } });
  await stepAside(dc, turn, "reopen", { which: heard.kind === "topic" ? [heard.topic] : [] });
}

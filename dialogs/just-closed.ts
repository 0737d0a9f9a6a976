import { fold } from "../src/understand/fold.ts";
import type { Heard } from "./hear.ts";
import { stepAside } from "./interruptions/note.ts";
import type { DialogContext } from "./sdk.ts";
import type { Turn } from "./turn.ts";

const OWN_WORDS: readonly Heard["kind"][] = ["topic", "which", "unsure", "anger"];

/** True for what may well be about a ticket that was closed: the first words after it, or later ones that only people can answer. */
export function mayBeAboutTicket(dc: DialogContext, turn: Turn, heard: Heard): boolean {
  const state = turn.talk.ticket?.state;
  if (state?.kind !== "closed" || !state.reopenable) return false;
  if (turn.state.mayReopen && isForPeople(turn, heard)) return true;
  const nothingElse = dc.stack.length === 1 || dc.activeDialog?.id === "rate";
  return turn.state.justClosed && nothingElse && OWN_WORDS.includes(heard.kind);
}

/** Whether somebody asks for the same help again, or something that the guide does not cover. */
function isForPeople(turn: Turn, heard: Heard): boolean {
  if (turn.said === null) return false;
  if (heard.kind === "topic" && heard.topic === "not_in_guide") return true;
  const said = ` ${fold(turn.said)} `;
  const again = turn.words("returned.again-words").split(", ");
  const isHelp = heard.kind === "command" && heard.command === "help";
  const isOwn = isHelp || OWN_WORDS.includes(heard.kind) || topicOf(heard) !== null;
  return isOwn && again.some((words) => said.includes(` ${words} `));
}

/** What was raised, where it was clear. */
function topicOf(heard: Heard): string | null {
  if (heard.kind === "answer") return heard.answer.kind === "choice" ? heard.answer.topic : null;
  return heard.kind === "topic" ? heard.topic : null;
}

/** Asks, once, whether it is about the ticket; if it is not, the words are answered as what they are. */
export async function offerToReopen(dc: DialogContext, turn: Turn, heard: Heard): Promise<void> {
  if (turn.state.justClosed) dc.stack.splice(0, dc.stack.length, { id: "root", state: { step: "fork" } });
  turn.state.justClosed = turn.state.mayReopen = false;
  if (heard.kind === "anger") turn.state.angerMet = true;
  await stepAside(dc, turn, "reopen", { which: [topicOf(heard) ?? []].flat() });
}

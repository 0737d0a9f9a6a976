import type { Turn } from "../turn.ts";
import { note } from "./note.ts";

/** Says that the desk is sorry and offers a person, once in a talk. */
export function meetAnger(turn: Turn): void {
  if (turn.state.angerMet) return;
  turn.state.angerMet = true;
  turn.say([note(turn, turn.words("interrupt.anger"), { offersPerson: true })]);
}

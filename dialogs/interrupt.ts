import type { AddressFault } from "../src/mail-address/mail-address.ts";
import type { DistressKind } from "../src/understand/distress/distress.ts";
import type { Command } from "../src/understand/meaning.ts";
import type { ButtonValue } from "./button.ts";
import type { World } from "./copy.ts";
import { faultInWords } from "./escalate-address.ts";
import { meetAnger } from "./interruptions/anger.ts";
import { command } from "./interruptions/command.ts";
import { isCaredFor, meetDistress, stayWith } from "./interruptions/distress.ts";
import { beginFlow } from "./interruptions/flow.ts";
import { keeping } from "./interruptions/keeping.ts";
import { askAgain, note, stepAside } from "./interruptions/note.ts";
import { oldButton } from "./interruptions/old-button.ts";
import { rewind } from "./interruptions/rewind.ts";
import { startOver } from "./interruptions/start-over.ts";
import { topic } from "./interruptions/topic.ts";
import { unsure } from "./interruptions/unsure.ts";
import { which } from "./interruptions/which.ts";
import type { DialogContext } from "./sdk.ts";
import type { Leap } from "./step.ts";
import type { Turn } from "./turn.ts";

/** What steps in before the open waterfall gets to answer. */
export type Interruption =
  | { kind: "command"; command: Command }
  | { kind: "old-button"; button: ButtonValue }
  | { kind: "topic"; topic: string }
  | { kind: "which"; topics: readonly string[] }
  | { kind: "silence" }
  | { kind: "anger" }
  | { kind: "masked" }
  /** `fault` null: it is one that is not to be used */
  | { kind: "not-an-address"; fault: AddressFault | null }
  | { kind: "distress"; distress: DistressKind }
  | { kind: "keeping" }
  | { kind: "unsure" };

const addressRefused = ({ words }: Turn, fault: AddressFault | null): string =>
  fault === null ? words("address.denied") : `${faultInWords(words, fault)} ${words("address.send-again")}`;

/** What was not understood, or is nothing that this desk is for. */
const isMiss = (what: Interruption | Leap): boolean =>
  what.kind === "unsure" || (what.kind === "topic" && what.topic === "oos");

/** Handles whatever is not the answer to the open question, in this one place; then the open question is asked again. */
export async function interrupt(
  dc: DialogContext,
  turn: Turn,
  what: Interruption | Leap,
  world: World,
): Promise<void> {
  if (what.kind !== "distress" && isCaredFor(dc, turn, what)) return stayWith(dc, turn);
  if (!isMiss(what)) turn.state.misses = turn.state.strays = 0;
  switch (what.kind) {
    case "command":
      return command(dc, turn, what.command, world);
    case "old-button":
      return oldButton(dc, turn, what.button);
    case "topic":
      return topic(dc, turn, what.topic, world);
    case "which":
      return which(dc, turn, what.topics, world);
    case "silence":
      return stepAside(dc, turn, "welcome-back");
    case "anger":
      meetAnger(turn);
      return askAgain(dc);
    case "masked":
      return askAgain(dc);
    case "not-an-address":
      turn.say([note(turn, addressRefused(turn, what.fault))]);
      return askAgain(dc);
    case "distress":
      return meetDistress(dc, turn, what.distress);
    case "keeping":
      return keeping(dc, turn);
    case "unsure":
      return unsure(dc, turn);
    case "flow":
      return beginFlow(dc, turn, what.topic);
    case "restart":
      return startOver(dc, turn);
    case "rewind":
      return rewind(
        dc,
        turn,
        turn.state.trail.findLastIndex(({ nonce }) => nonce === what.nonce),
      );
    default:
      return what satisfies never;
  }
}

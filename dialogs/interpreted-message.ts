import type { DistressKind } from "../src/nlu/distress/distress.ts";
import type { Act, Command, OpenQuestion } from "../src/nlu/interpretation.ts";
import type { AddressFault } from "../src/runtime/email-address.ts";
import type { StandingCommand } from "./commands.ts";
import type { MenuChoice } from "./main-menu.ts";
import type { StepAnswer } from "./step.ts";
import type { TicketEvent } from "./ticket-events.ts";

/** A button that was pressed: for which guide and step it was made, the nonce of its question, and its choice or command. */
export interface PressedButton {
  version: string;
  step: string;
  nonce: string;
  choice: string;
  command: StandingCommand | null;
  /** the draft as it then stood on its card */
  draft?: string | undefined;
}

/** What the person sent: words, a button, and whether secrets were masked in the words. */
export interface PersonMessage {
  kind: "message";
  text: string;
  typed: boolean;
  button: PressedButton | null;
  masked: boolean;
}

/** What came in: the beginning, something that the desk tells, or a message. */
export type IncomingMessage = { kind: "start" } | { kind: "desk"; told: TicketEvent } | PersonMessage;

/** Where the conversation stands, as `dialog.step`, and the question that is open there; both null when nothing is. */
export interface OpenPlace {
  question: OpenQuestion | null;
  place: string | null;
}

/** What steps in before the open waterfall gets to answer. */
export type Interruption =
  | { kind: "command"; command: Command; sure: boolean }
  | { kind: "old-button"; button: PressedButton }
  | { kind: "topic"; topic: string }
  | { kind: "which"; topics: readonly string[] }
  | { kind: "silence" }
  /** all that there is to say was said */
  | { kind: "told" }
  /** `fault` null: it is one that is not to be used */
  | { kind: "not-an-address"; fault: AddressFault | null }
  | { kind: "distress"; distress: DistressKind }
  /** an option that the text may have meant */
  | { kind: "ask-back"; option: string }
  /** an answered question of the step history, by its place in it, that gets another answer */
  | { kind: "correct"; at: number; option: string }
  | { kind: "wish"; act: Extract<Act, { act: "wish" }> }
  | { kind: "remark"; act: Act }
  /** a choice of the main menu, whatever is open */
  | { kind: "menu"; choice: MenuChoice }
  /** typed before the question could be read */
  | { kind: "too-early" };

/** A message as it was read: an answer to the open question, or an interruption. `leavesDetour`: it goes on below the question that had stepped in. */
export type InterpretedMessage = ({ kind: "answer"; answer: StepAnswer } | Interruption) & {
  leavesDetour?: true;
};

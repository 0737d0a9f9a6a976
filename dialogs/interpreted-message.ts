import type { DistressKind } from "../src/nlu/distress/distress.ts";
import type { Command, OpenQuestion } from "../src/nlu/interpretation.ts";
import type { AddressFault } from "../src/runtime/email-address.ts";
import type { StandingCommand } from "./commands.ts";
import type { StepAnswer } from "./step.ts";
import type { TicketEvent } from "./ticket-events.ts";

/** A button that was pressed: the step and the nonce of its question, the choice or the command it stands for, and the draft as it then stood on its card. */
export interface PressedButton {
  step: string;
  nonce: string;
  choice: string;
  command: StandingCommand | null;
  draft?: string | undefined;
}

/** What the person sent: words, the button that was pressed, and whether secrets were masked in the words. */
export interface PersonMessage {
  kind: "message";
  text: string;
  /** nothing but words was sent */
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
  | { kind: "command"; command: Command }
  | { kind: "old-button"; button: PressedButton }
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

/** A message as it was read: an answer to the open question, or an interruption. */
export type InterpretedMessage = { kind: "answer"; answer: StepAnswer } | Interruption;

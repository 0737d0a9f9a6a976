import { normalize } from "../src/nlu/normalize.ts";
import { ticketName } from "../src/tickets/ticket.ts";
import type { InterpretedMessage } from "./interpreted-message.ts";
import { pushDetour } from "./interruptions/note.ts";
import type { DialogContext } from "./sdk.ts";
import { chosen, message, prompt, type Step, type StepContext } from "./step.ts";
import type { TurnScope } from "./turn-scope.ts";

/** Reports whether a text withdraws the open ticket: it ends it, or says that nobody is needed any more. */
export function takesTicketBack(turn: TurnScope, heard: InterpretedMessage): boolean {
  if (turn.context.ticket?.state.kind !== "open" || turn.said === null) return false;
  if (heard.kind === "told" || (heard.kind === "answer" && heard.answer.kind !== "choice")) return false;
  const said = ` ${normalize(turn.said)} `;
  const list = (key: "not" | "end" | "ticket" | "no-need" | "people") =>
    turn.words(`withdraw.${key}`).split(", ");
  const after = (first: string[], second: string[]) =>
    first.flatMap((one) => second.map((other) => ` ${one} ${other} `));
  const ends = after(list("end"), list("ticket"));
  const denied = after(
    list("not"),
    ends.map((words) => words.trim()),
  );
  return (
    (ends.some((words) => said.includes(words)) && !denied.some((words) => said.includes(words))) ||
    after(list("no-need"), list("people")).some((words) => said.includes(words))
  );
}

/** Asks whether the ticket is to be taken back, on top of the open question. */
export const askWhetherToWithdraw = (dc: DialogContext, turn: TurnScope): Promise<void> =>
  pushDetour(dc, turn, "withdraw");

const about = (conversation: StepContext, key: "ask" | "done" | "kept"): string =>
  conversation.words(`withdraw.${key}`, { number: ticketName(conversation.ticket?.number ?? 0) });

/** The question before a ticket is taken back by the person who waits. */
export const withdrawTicket: Step = {
  name: "withdraw",
  title: (conversation) => conversation.words("places.withdraw"),
  show: (conversation) =>
    conversation.ticket?.state.kind === "open"
      ? {
          ask: prompt(message(conversation, "X", [], { before: about(conversation, "ask") }), [
            { id: "yes", title: conversation.words("withdraw.yes"), means: "yes" },
            { id: "no", title: conversation.words("withdraw.no"), means: "no" },
          ]),
        }
      : { move: { kind: "end" } },
  take: (conversation, answer) =>
    chosen(answer) === "yes"
      ? {
          says: [message(conversation, "X", [], { before: about(conversation, "done") })],
          effect: "withdraw-ticket",
          move: { kind: "end" },
        }
      : {
          says: [message(conversation, "X", [], { before: about(conversation, "kept") })],
          move: { kind: "end" },
        },
};

import { fold } from "../src/nlu/normalize.ts";
import { ticketName } from "../src/tickets/ticket.ts";
import type { Heard } from "./interpret-message.ts";
import { stepAside } from "./interruptions/note.ts";
import type { DialogContext } from "./sdk.ts";
import { asking, chosen, type Step, type Talk, tell } from "./step.ts";
import type { Turn } from "./turn.ts";

/** True for words that take back the ticket which is open: it is ended, or nobody is needed any more. */
export function takesTicketBack(turn: Turn, heard: Heard): boolean {
  if (turn.talk.ticket?.state.kind !== "open" || turn.said === null) return false;
  if (heard.kind === "masked" || (heard.kind === "answer" && heard.answer.kind !== "choice")) return false;
  const said = ` ${fold(turn.said)} `;
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
export const askWhetherToWithdraw = (dc: DialogContext, turn: Turn): Promise<void> =>
  stepAside(dc, turn, "withdraw");

const about = (talk: Talk, key: "ask" | "done" | "kept"): string =>
  talk.words(`withdraw.${key}`, { number: ticketName(talk.ticket?.number ?? 0) });

/** The question before a ticket is taken back by the person who waits. */
export const withdraw: Step = {
  name: "withdraw",
  title: (talk) => talk.words("places.withdraw"),
  show: (talk) =>
    talk.ticket?.state.kind === "open"
      ? {
          ask: asking(tell(talk, "X", [], { before: about(talk, "ask") }), [
            { id: "yes", title: talk.words("withdraw.yes"), means: "yes" },
            { id: "no", title: talk.words("withdraw.no"), means: "no" },
          ]),
        }
      : { move: { kind: "end" } },
  take: (talk, answer) =>
    chosen(answer) === "yes"
      ? {
          says: [tell(talk, "X", [], { before: about(talk, "done") })],
          effect: "withdraw-ticket",
          move: { kind: "end" },
        }
      : { says: [tell(talk, "X", [], { before: about(talk, "kept") })], move: { kind: "end" } },
};

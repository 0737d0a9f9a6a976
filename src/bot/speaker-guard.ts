import type { TurnScope } from "../../dialogs/turn-scope.ts";
import type { Messages } from "../guide/messages.ts";
import type { DistressKind, FindDistress } from "../nlu/distress/distress.ts";
import type { Activity } from "../store/records.ts";
import type { TurnCommit } from "../store/store.ts";
import { type Ticket, ticketSpeaker } from "../store/ticket.ts";
import type { CrisisLine } from "../tickets/settings.ts";
import { crisisNotice, distressNote, hiddenNotice } from "../tickets/system-messages.ts";
import { noteDistress, personWrote } from "../tickets/transitions/edit.ts";
import type { Middleware } from "./adapter.ts";
import { hidesSomething } from "./inbox.ts";

const known = new Map<string, boolean>();

/** Whether a name is one of the time zones that this machine knows. */
function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The time zone that a message was written in, from Bot Framework's `localTimezone`; null without one that exists. */
export function timeZoneOf({ localTimezone: name }: Activity): string | null {
  if (typeof name !== "string" || name.length > 64) return null;
  let good = known.get(name);
  if (good === undefined) {
    good = isTimeZone(name);
    if (known.size > 1000) known.clear();
    known.set(name, good);
  }
  return good ? name : null;
}

/** What is needed to hear somebody whom an agent answers. */
export interface SpeakerGuardParts {
  words: Messages;
  distress: FindDistress;
  crisisLine: CrisisLine;
}

/**
 * Lets the bot have its say unless an agent speaks in this conversation. What the person wrote to the agent is theirs to
 * answer: the ticket notes it, and the entry needs no other answer; only that secrets in it were hidden, and whom to
 * call in a crisis, is told by the desk itself. Distress marks the ticket, and the message for the agent.
 */
export const speakerGuard = (parts: SpeakerGuardParts): Middleware => {
  const hidden = hiddenNotice(parts.words);
  const inCrisis = crisisNotice(parts.words);
  const note = distressNote(parts.words);
  return async (turn, next) => {
    if (turn.conversation.agent === null) return next();
    const distress = parts.distress(turn.entry.activity.text ?? "");
    const tickets = heardBy(turn, distress);
    if (tickets === "nobody") return next();
    const replies: TurnCommit["replies"][number][] = [];
    const number = turn.ticket?.number;
    if (number !== undefined && hidesSomething(turn.entry.activity))
      replies.push({ audience: "everyone", activity: hidden(number) });
    if (number !== undefined && distress !== null)
      replies.push({ audience: "desk", activity: note(distress) });
    if (number !== undefined && distress === "crisis") {
      const line = parts.crisisLine(turn.entry.activity.text ?? "", turn.locales);
      replies.push({ audience: "everyone", activity: inCrisis(number, line) });
    }
    await turn.input.commit({ replies, state: [], tickets, receipts: [], ratings: [], outbox: [] });
  };
};

/** The ticket as the agent who heard the entry has it, always in a next revision, so that it is not stored over a change of speakers. */
function heardBy({ ticket, entry, now }: TurnScope, distress: DistressKind | null): Ticket[] | "nobody" {
  if (ticket === null || ticketSpeaker(ticket) === null) return "nobody";
  if (entry.activity.type !== "message") return [];
  const heard = personWrote(ticket, now);
  const marked = distress === null ? heard : noteDistress(heard, distress, now);
  return [{ ...marked, revision: ticket.revision + 1 }];
}

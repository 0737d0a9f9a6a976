import { closeBeside, openBeside, readBeside } from "../../dialogs/beside-agent.ts";
import { stateText } from "../../dialogs/state.ts";
import type { TurnScope } from "../../dialogs/turn-scope.ts";
import type { Messages } from "../guide/messages.ts";
import type { BesideAgent, WishReader } from "../nlu/answers/wish-to-desk.ts";
import type { DistressKind, FindDistress } from "../nlu/distress/distress.ts";
import type { Activity } from "../store/records.ts";
import type { Store, TurnCommit } from "../store/store.ts";
import { type Ticket, ticketSpeaker } from "../store/ticket.ts";
import type { CrisisLine } from "../tickets/settings.ts";
import { crisisNotice, distressNote, hiddenNotice } from "../tickets/system-messages.ts";
import { noteDistress, personWrote } from "../tickets/transitions/edit.ts";
import type { Middleware } from "./adapter.ts";
import { hasMaskedSecrets } from "./inbox.ts";
import { asksBeside } from "./rendering/beside-agent.ts";
import { readPressedButton } from "./rendering/buttons.ts";
import { stateKey } from "./turn-commit.ts";

const known = new Map<string, boolean>();

/** Reports whether a name is a time zone that this machine knows. */
function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Returns the time zone of a message from Bot Framework's `localTimezone`; null where it names none that exists. */
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
  wishes: WishReader;
  distress: FindDistress;
  crisisLine: CrisisLine;
}

/**
 * Passes an entry to the bot unless an agent speaks in the conversation. A message to the agent is noted in the ticket
 * and gets no other answer. The desk itself only reports masked secrets and whom to call in a crisis. Distress marks
 * the ticket and the message. Wishes to the desk itself are passed on.
 */
export const speakerGuard = (store: Pick<Store, "readLog">, parts: SpeakerGuardParts): Middleware => {
  const hidden = hiddenNotice(parts.words);
  const inCrisis = crisisNotice(parts.words);
  const note = distressNote(parts.words);
  const toAgent = async (
    turn: TurnScope,
    distress: DistressKind | null,
    tickets: Ticket[],
    closes: boolean,
  ) => {
    const replies: TurnCommit["replies"][number][] = [];
    const number = turn.ticket?.number;
    if (number !== undefined && hasMaskedSecrets(turn.entry.activity))
      replies.push({ audience: "everyone", activity: hidden(number) });
    if (number !== undefined && distress !== null)
      replies.push({ audience: "desk", activity: note(distress) });
    if (number !== undefined && distress === "crisis") {
      const line = parts.crisisLine(turn.entry.activity.text ?? "", turn.locales);
      replies.push({ audience: "everyone", activity: inCrisis(number, line) });
    }
    const state = closes ? stateWhenClosed(turn) : [];
    await turn.input.commit({ replies, state, tickets, receipts: [], ratings: [], outbox: [] });
  };
  return async (turn, next) => {
    if (turn.conversation.agent === null && openBeside(turn.state) === null) {
      resumeAfterAgent(turn, null);
      return next();
    }
    const distress = parts.distress(turn.entry.activity.text ?? "");
    const tickets = turn.conversation.agent === null ? "nobody" : recordHeard(turn, distress);
    const read = distress === null ? await readFrom(store, parts, turn, tickets !== "nobody") : null;
    if (tickets === "nobody") {
      resumeAfterAgent(turn, read);
      return next();
    }
    if (read === null || !read.counts) return toAgent(turn, distress, tickets, read === null);
    turn.beside = read.settles;
    return next();
  };
};

/** What a message settles with the desk itself, and whether it counts: a typed yes or no does where the question is the last that was said. */
type ReadHere = { settles: BesideAgent; counts: boolean } | null;

async function readFrom(
  store: Pick<Store, "readLog">,
  { wishes }: SpeakerGuardParts,
  turn: TurnScope,
  agentSpeaks: boolean,
): Promise<ReadHere> {
  const { entry, state, conversation } = turn;
  const { type, text = "" } = entry.activity;
  if (type !== "message" || hasMaskedSecrets(entry.activity)) return null;
  if (!agentSpeaks && openBeside(state) === null) return null;
  const read = readBeside({ text, button: readPressedButton(entry.activity) }, turn, wishes);
  if (read === null || !read.isTyped || read.settles.kind === "wish")
    return read && { settles: read.settles, counts: true };
  const since = await store.readLog(conversation.id, { after: state.answered, limit: MOST_BETWEEN });
  const said = since.filter(
    ({ seq, audience, activity }) =>
      seq < entry.seq && audience === "everyone" && activity.type === "message",
  );
  const newest = said.at(-1);
  return { settles: read.settles, counts: newest !== undefined && asksBeside(newest.activity) };
}

/** a question after which more was stored than this was not answered at once */
const MOST_BETWEEN = 50;

/**
 * Settles the desk's own open question after the agent has given the conversation back: an answer counts, one that may
 * have been meant for somebody else is asked for again, and anything else closes the question.
 */
function resumeAfterAgent(turn: TurnScope, read: ReadHere): void {
  const { state } = turn;
  const asked = openBeside(state);
  if (asked !== null && read?.settles.kind === "answer") {
    if (!read.counts) turn.beside = { kind: "wish", wish: asked };
  } else closeBeside(turn);
  state.besideAgent = null;
}

/** Closes the question that the desk asked beside the agent. Returns the state to store, empty where none was open. */
function stateWhenClosed(turn: TurnScope): TurnCommit["state"] {
  const { conversation, entry, state, stateTag } = turn;
  if (entry.activity.type !== "message" || openBeside(state) === null) return [];
  closeBeside(turn);
  return [{ key: stateKey(conversation), value: stateText(state), eTag: stateTag }];
}

/**
 * Returns the ticket to store for an entry that its agent received, in a new revision so that it never overwrites a
 * change of speakers; "nobody" where no agent speaks.
 */
function recordHeard({ ticket, entry, now }: TurnScope, distress: DistressKind | null): Ticket[] | "nobody" {
  if (ticket === null || ticketSpeaker(ticket) === null) return "nobody";
  if (entry.activity.type !== "message") return [];
  const heard = personWrote(ticket, now);
  return [nextRevision(distress === null ? heard : noteDistress(heard, distress, now), ticket)];
}

/** Returns a ticket in the revision after that of `before`. */
export const nextRevision = (ticket: Ticket, before: Ticket = ticket): Ticket => ({
  ...ticket,
  revision: before.revision + 1,
});

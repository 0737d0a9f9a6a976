import { type BesideAgent, closeBeside, openBeside, readBeside } from "../../dialogs/beside-agent.ts";
import { stateText } from "../../dialogs/state.ts";
import type { Messages } from "../guide/messages.ts";
import type { WishReader } from "../nlu/answers/wish-to-desk.ts";
import type { DistressKind, FindDistress } from "../nlu/distress/distress.ts";
import type { Activity } from "../store/records.ts";
import type { Store, TurnCommit } from "../store/store.ts";
import { type Ticket, ticketSpeaker } from "../store/ticket.ts";
import type { CrisisLine } from "../tickets/settings.ts";
import { crisisNotice, distressNote, hiddenNotice } from "../tickets/system-messages.ts";
import { noteDistress, personWrote } from "../tickets/transitions/edit.ts";
import { hidesSomething } from "./inbox.ts";
import { asksBeside } from "./rendering/beside-agent.ts";
import { type Middleware, stateKey, type TurnScope, turnScopeOf } from "./turn-scope.ts";

/** The locales that tell where somebody is: the message's own, then the conversation's. */
export const localesOf = ({ entry: { activity }, conversation }: TurnScope): string[] => [
  ...(typeof activity.locale === "string" ? [activity.locale] : []),
  conversation.locale,
];

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
  wishes: WishReader;
  distress: FindDistress;
  crisisLine: CrisisLine;
}

/**
 * Lets the bot have its say unless an agent speaks in this conversation. What the person wrote to the agent is theirs to
 * answer: the ticket notes it, and the entry needs no other answer; only that secrets in it were hidden, and whom to
 * call in a crisis, is told by the desk itself. Distress marks the ticket, and the message for the agent. What the person
 * wants of the desk itself goes on to it.
 */
export const speakerGuard = (store: Pick<Store, "readLog">, parts: SpeakerGuardParts): Middleware => {
  const hidden = hiddenNotice(parts.words);
  const inCrisis = crisisNotice(parts.words);
  const note = distressNote(parts.words);
  const toAgent = async (
    work: TurnScope,
    distress: DistressKind | null,
    tickets: Ticket[],
    closes: boolean,
  ) => {
    const replies: TurnCommit["replies"][number][] = [];
    const number = work.ticket?.number;
    if (number !== undefined && hidesSomething(work.entry.activity))
      replies.push({ audience: "everyone", activity: hidden(number) });
    if (number !== undefined && distress !== null)
      replies.push({ audience: "desk", activity: note(distress) });
    if (number !== undefined && distress === "crisis") {
      const line = parts.crisisLine(work.entry.activity.text ?? "", localesOf(work));
      replies.push({ audience: "everyone", activity: inCrisis(number, line) });
    }
    const state = closes ? closed(work) : [];
    await work.commit({ replies, state, tickets, receipts: [], ratings: [], outbox: [] });
  };
  return async (context, next) => {
    const work = turnScopeOf(context);
    const distress = parts.distress(work.entry.activity.text ?? "");
    const tickets = work.conversation.agent === null ? "nobody" : heardBy(work, distress);
    const read = distress === null ? await readFrom(store, parts, work, tickets !== "nobody") : null;
    if (tickets === "nobody") {
      goOnWithout(work, read);
      return next();
    }
    if (read === null || !read.counts) return toAgent(work, distress, tickets, read === null);
    work.beside = read.settles;
    return next();
  };
};

/** What a message settles with the desk itself, and whether it counts: a typed yes or no does where the question is the last that was said. */
type ReadHere = { settles: BesideAgent; counts: boolean } | null;

async function readFrom(
  store: Pick<Store, "readLog">,
  { words, wishes }: SpeakerGuardParts,
  { entry, state, conversation }: TurnScope,
  agentSpeaks: boolean,
): Promise<ReadHere> {
  const { type, text = "", value } = entry.activity;
  if (type !== "message" || !state || hidesSomething(entry.activity)) return null;
  if (!agentSpeaks && openBeside(state.value) === null) return null;
  const read = readBeside({ text, value }, state.value, words, wishes);
  if (read === null || !read.isTyped || read.settles.kind === "wish")
    return read && { settles: read.settles, counts: true };
  const since = await store.readLog(conversation.id, { after: state.value.answered, limit: MOST_BETWEEN });
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
 * The agent has given the conversation back while the desk's own question was open: an answer to it is taken as any, one
 * that may have been meant for somebody else is asked for again, and anything else closes it.
 */
function goOnWithout(work: TurnScope, read: ReadHere): void {
  if (!work.state) return;
  const { value: state } = work.state;
  const asked = openBeside(state);
  if (asked !== null && read?.settles.kind === "answer") {
    if (!read.counts) work.beside = { kind: "wish", wish: asked };
  } else closeBeside(state);
  state.besideAgent = null;
}

/** The state without the question that the desk asked beside the agent; nothing to store where none was open. */
function closed({ conversation, entry, state }: TurnScope): TurnCommit["state"] {
  if (!state || entry.activity.type !== "message" || openBeside(state.value) === null) return [];
  closeBeside(state.value);
  return [{ key: stateKey(conversation), value: stateText(state.value), eTag: state.eTag }];
}

/** The ticket as the agent who heard the entry has it, always in a next revision, so that it is not stored over a change of speakers. */
function heardBy({ ticket, entry, now }: TurnScope, distress: DistressKind | null): Ticket[] | "nobody" {
  if (ticket === null || ticketSpeaker(ticket) === null) return "nobody";
  if (entry.activity.type !== "message") return [];
  const heard = personWrote(ticket, now);
  return [touched(distress === null ? heard : noteDistress(heard, distress, now), ticket)];
}

/** A ticket in the revision after the one `before` has. */
export const touched = (ticket: Ticket, before: Ticket = ticket): Ticket => ({
  ...ticket,
  revision: before.revision + 1,
});

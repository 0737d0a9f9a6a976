import { settleBeside } from "../../dialogs/beside-agent.ts";
import { converse } from "../../dialogs/conversation.ts";
import type { RequestFacts } from "../../dialogs/copy.ts";
import { isDistress } from "../../dialogs/distress.ts";
import type { MessageRecognizers } from "../../dialogs/interpret-message.ts";
import type { IncomingMessage } from "../../dialogs/interpreted-message.ts";
import type { DialogSet, TurnContext } from "../../dialogs/sdk.ts";
import { conversationTicket } from "../../dialogs/state.ts";
import { readTicketEvent } from "../../dialogs/ticket-events.ts";
import { type Admission, type AskDesk, setTurn, Turn } from "../../dialogs/turn.ts";
import type { Guide } from "../guide/guide.ts";
import type { Messages } from "../guide/messages.ts";
import { isConfident } from "../nlu/topics/decision.ts";
import { openHolds } from "../privacy/eraser.ts";
import type { Activity, Conversation, LogEntry } from "../store/records.ts";
import type { Store } from "../store/store.ts";
import type { Ticket } from "../store/ticket.ts";
import type { CrisisLine } from "../tickets/settings.ts";
import { skipTurnMemory } from "./adapter.ts";
import { hidesSomething } from "./inbox.ts";
import { activitiesOf } from "./rendering/activities.ts";
import { besideActivities } from "./rendering/beside-agent.ts";
import { localesOf, timeZoneOf } from "./speaker-guard.ts";
import { type TurnScope, turnScopeOf } from "./turn-scope.ts";

const PAGE = 200;

const isCopy = ({ activity }: LogEntry): boolean => activity.channelData?.["copy"] === true;

/** What everyone in the conversation has said, a paragraph each; copies that were sent before are left out. */
async function conversationAsText(store: Store, conversationId: string, words: Messages): Promise<string> {
  const lines: string[] = [];
  let after = 0;
  for (;;) {
    const page = await store.readLog(conversationId, { after, limit: PAGE });
    for (const entry of page) {
      const { type, text, from } = entry.activity;
      if (entry.audience !== "everyone" || type !== "message" || !text || isCopy(entry)) continue;
      const who = from?.role === "bot" ? (from.name ?? words("copy.desk")) : words("copy.you");
      lines.push(`${who}: ${text}`);
    }
    const last = page.at(-1);
    if (!last || page.length < PAGE) return lines.join("\n\n");
    after = last.seq;
  }
}

/** What the bot is made of. */
export interface BotParts {
  guide: Guide;
  words: Messages;
  dialogs: DialogSet;
  store: Store;
  interpret: MessageRecognizers["interpret"];
  slots: MessageRecognizers["slots"];
  distress: MessageRecognizers["distress"];
  crisisLine: CrisisLine;
  welcomeBackAfter: number;
  outlook: AskDesk["outlook"];
  /** Decides whether the ticket of a conversation joins the queue; `before` is the newest one that the conversation has had. */
  admit: (asks: {
    conversation: Conversation;
    number: number;
    before: Ticket | null;
    distress: boolean;
  }) => Promise<Admission>;
}

function incomingOf({ entry: { activity } }: TurnScope): IncomingMessage {
  if (activity.type === "conversationUpdate") return { kind: "start" };
  const told = readTicketEvent(activity);
  if (told) return { kind: "desk", told };
  return {
    kind: "message",
    text: activity.text ?? "",
    value: activity.value,
    masked: hidesSomething(activity),
  };
}

/** The bot's logic: one turn of the dialogs, said through the turn's context. */
export const makeBot = (parts: BotParts) => async (context: TurnContext) => {
  const work = turnScopeOf(context);
  if (!work.state) return;
  const { guide, words, store } = parts;
  const { conversation } = work;
  const ticket = work.ticket && conversationTicket(work.ticket, work.now, work.reopenDays);
  const turn = new Turn(work.state.value, guide, words, work.now, ticket, {
    reserveTicketNumber: () => store.reserveTicketNumber(),
    outlook: parts.outlook,
    admit: (number, distress) => parts.admit({ conversation, number, before: work.ticket, distress }),
    crisisLine: (said) => parts.crisisLine(said, localesOf(work)),
  });
  work.turn = turn;
  turn.state.timeZone = timeZoneOf(work.entry.activity) ?? turn.state.timeZone;
  setTurn(context, turn);
  skipTurnMemory(context);
  const world: RequestFacts = {
    readTalk: () => conversationAsText(store, conversation.id, words),
    readReceipts: () => store.receipts(conversation.id),
    isHeld: () => openHolds(store, () => work.now).holds(conversation),
  };
  const send = (said: Activity[]) =>
    context.adapter.sendActivities(context, said as Parameters<TurnContext["sendActivities"]>[0]);
  if (work.beside) {
    const kind = await settleBeside(parts.dialogs, context, work.beside, world);
    finish(turn, work);
    const isAsked = kind === "ask-erase" || kind === "ask-withdraw";
    const isBots = conversation.agent === null;
    const said = isBots ? activitiesOf(turn) : besideActivities(turn, kind, work.ticket?.number ?? 0);
    turn.state.besideAgent = isAsked && !isBots ? turn.state.nonce : null;
    await send(said);
    return;
  }
  await converse(parts.dialogs, context, incomingOf(work), {
    interpret: parts.interpret,
    slots: parts.slots,
    distress: parts.distress,
    welcomeBackAfter: parts.welcomeBackAfter,
    ...world,
  });
  finish(turn, work);
  if (turn.lines.length === 0 && turn.open === null) return;
  await send(activitiesOf(turn));
};

/** Notes what this turn leaves for the next one. */
function finish(turn: Turn, work: TurnScope): void {
  const { state, lines, open } = turn;
  const said = open ? [...lines, open.ask] : lines;
  turn.keepMatter();
  state.answered = work.entry.seq;
  state.lastSeen = work.now.toISOString();
  state.offered = said.some(({ offersPerson }) => offersPerson);
  for (const { passages } of said)
    for (const id of passages) if (!state.told.includes(id)) state.told.push(id);
  const spoken = lines.findLast(({ topic, node }) => topic !== null && !OF_NO_MATTER.has(node)) ?? open?.ask;
  const topic = raised(turn) ?? (spoken && !OF_NO_MATTER.has(spoken.node) ? spoken.topic : null);
  if (topic && !isDistress(topic)) state.lastTopic = topic;
}

/** the welcome, its question, and what is said of people: nobody has raised a topic there */
const OF_NO_MATTER: ReadonlySet<string | null> = new Set(["N0", "N1", "X"]);

/** The topic of the guide that the person spoke of in words of their own, where it was clear. */
function raised({ interpretation: meaning, guide }: Turn): string | undefined {
  if (meaning?.kind !== "choice" && meaning?.kind !== "topic") return undefined;
  const { guess } = meaning;
  return isConfident(guess) && guide.topics.some(({ id }) => id === guess.topic) ? guess.topic : undefined;
}

import { settleBeside } from "../../dialogs/beside-agent.ts";
import { shorten } from "../../dialogs/brevity.ts";
import { converse } from "../../dialogs/conversation.ts";
import type { RequestFacts } from "../../dialogs/copy.ts";
import { isDistress } from "../../dialogs/distress.ts";
import type { MessageRecognizers } from "../../dialogs/interpret-message.ts";
import type { IncomingMessage } from "../../dialogs/interpreted-message.ts";
import type { DialogSet, TurnContext } from "../../dialogs/sdk.ts";
import { readTicketEvent } from "../../dialogs/ticket-events.ts";
import type { TurnScope } from "../../dialogs/turn-scope.ts";
import type { Messages } from "../guide/messages.ts";
import { isConfident } from "../nlu/topics/decision.ts";
import { openHolds } from "../privacy/eraser.ts";
import type { Activity, LogEntry } from "../store/records.ts";
import type { Store } from "../store/store.ts";
import type { BotLogic } from "./adapter.ts";
import { hasMaskedSecrets } from "./inbox.ts";
import { activitiesOf } from "./rendering/activities.ts";
import { besideActivities } from "./rendering/beside-agent.ts";
import { newNonce, readPressedButton } from "./rendering/buttons.ts";
import { timeZoneOf } from "./speaker-guard.ts";

const PAGE = 200;
/** Where a line is typed only after the reply is read. */
const TERMINAL = "terminal";

const isCopy = ({ activity }: LogEntry): boolean => activity.channelData?.["copy"] === true;

/** Renders what everyone in the conversation has said, a paragraph each; copies sent before are left out. */
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
export interface BotParts
  extends Pick<MessageRecognizers, "interpret" | "slots" | "distress" | "languageOf" | "welcomeBackAfter"> {
  /** milliseconds after a gate was asked until typed words answer it; absent: they do at once */
  settleMs?: number;
  dialogs: DialogSet;
  store: Store;
}

function incomingOf({ entry: { activity } }: TurnScope): IncomingMessage {
  if (activity.type === "conversationUpdate") return { kind: "start" };
  const told = readTicketEvent(activity);
  if (told) return { kind: "desk", told };
  return {
    kind: "message",
    text: activity.text ?? "",
    typed: activity.value === undefined,
    button: readPressedButton(activity),
    masked: hasMaskedSecrets(activity),
  };
}

/** The bot's logic: one turn of the dialogs, said through the turn's context. */
export const makeBot =
  ({ dialogs, store, ...recognizers }: BotParts): BotLogic =>
  async (turn, context) => {
    const { conversation, state, words, now } = turn;
    state.timeZone = timeZoneOf(turn.entry.activity) ?? state.timeZone;
    const world: RequestFacts = {
      readConversation: () => conversationAsText(store, conversation.id, words),
      readReceipts: () => store.receipts(conversation.id),
      isHeld: () => openHolds(store, () => now).holds(conversation),
    };
    const send = (said: Activity[]) =>
      context.adapter.sendActivities(context, said as Parameters<TurnContext["sendActivities"]>[0]);
    if (turn.beside) {
      const kind = await settleBeside(dialogs, context, turn.beside, world);
      finish(turn);
      const isAsked = kind === "ask-erase" || kind === "ask-withdraw";
      const isBots = conversation.agent === null;
      state.besideAgent = isAsked && !isBots ? state.nonce : null;
      await send(isBots ? activitiesOf(turn) : besideActivities(turn, kind));
      return;
    }
    await converse(dialogs, context, incomingOf(turn), {
      ...recognizers,
      settleMs: conversation.channel === TERMINAL ? 0 : (recognizers.settleMs ?? 0),
      ...world,
    });
    finish(turn);
    if (turn.lines.length === 0 && turn.open === null) return;
    await send(activitiesOf(turn));
  };

/** Notes what this turn leaves for the next one. */
function finish(turn: TurnScope): void {
  shorten(turn);
  const { state, lines, open, entry, now } = turn;
  const said = open ? [...lines, open] : lines;
  turn.finished = true;
  turn.keepMatter();
  if (open) state.nonce ??= newNonce();
  state.answered = entry.seq;
  state.lastSeen = now.toISOString();
  state.sideAnswered = turn.steppedAside && open !== null;
  state.askedAt = new Date(now.getTime() + performance.now() - turn.began).toISOString();
  state.offered = said.some(({ offersPerson }) => offersPerson);
  for (const { passages } of said)
    for (const id of passages) if (!state.told.includes(id)) state.told.push(id);
  const spoken = lines.findLast(({ topic, node }) => topic !== null && !OF_NO_MATTER.has(node)) ?? open;
  const topic = raisedTopic(turn) ?? (spoken && !OF_NO_MATTER.has(spoken.node) ? spoken.topic : null);
  if (topic && !isDistress(topic)) state.lastTopic = topic;
}

/** the welcome, its question, and what is said of people: nobody has raised a topic there */
const OF_NO_MATTER: ReadonlySet<string | null> = new Set(["N0", "N1", "X"]);

/** Returns the guide's topic that the person raised in their own words, or undefined where it was unclear. */
function raisedTopic({ interpretation: meaning, act, guide }: TurnScope): string | undefined {
  const kind = act?.act;
  if (meaning === null || (kind !== "answer" && kind !== "ask")) return undefined;
  const { guess } = meaning;
  return isConfident(guess) && guide.topics.some(({ id }) => id === guess.topic) ? guess.topic : undefined;
}

import { randomUUID } from "node:crypto";
import { distressTopic } from "../../dialogs/distress.ts";
import { ConversationState, emptyState, stateText } from "../../dialogs/state.ts";
import type { Turn } from "../../dialogs/turn.ts";
import type { Guide } from "../guide/guide.ts";
import type { Store, TurnCommit } from "../store/store.ts";
import { isOpen, type Ticket } from "../store/ticket.ts";
import { announced, challenged, handoffInitiate, handoffStatus } from "../tickets/handoff-events.ts";
import { INTERPRETATION_EVENT, type InterpretationRecord } from "../tickets/ticket.ts";
import { type SpeakerGuardParts, speakerGuard, touched } from "./speaker-guard.ts";
import { turnCommit } from "./turn-commit.ts";
import { BOT_ID, type Middleware, stateKey, type TurnScope, turnScopeOf } from "./turn-scope.ts";

/** A state as a turn left it, with the tag under which it is stored. */
interface CachedState {
  value: ConversationState;
  eTag: string;
}

/** The states of the conversations that spoke last, so that they need not be read and checked again. What is taken out is gone: a turn that fails keeps nothing. */
class StateCache {
  readonly #states = new Map<string, CachedState>();

  constructor(private readonly most: number) {}

  take(key: string): CachedState | undefined {
    const state = this.#states.get(key);
    this.#states.delete(key);
    return state;
  }

  keep(key: string, state: CachedState): void {
    this.#states.set(key, state);
    const oldest = this.#states.keys().next();
    if (this.#states.size > this.most && !oldest.done) this.#states.delete(oldest.value);
  }
}

const rounded = (score: number): number => Math.round(score * 1_000) / 1_000;

/** A note for the desk on how typed words were heard; none where a button or exact words left nothing to recognise. */
function recordInterpretation({ entry }: TurnScope, turn: Turn): TurnCommit["replies"] {
  const value = heardAs(turn);
  if (value === null) return [];
  const activity = {
    type: "event",
    name: INTERPRETATION_EVENT,
    id: randomUUID(),
    from: { id: BOT_ID, role: "bot" },
    ...(entry.activity.id ? { replyToId: entry.activity.id } : {}),
    value,
  };
  return [{ audience: "desk", activity }];
}

function heardAs({ interpretation: meaning, distress, unanswered }: Turn): InterpretationRecord | null {
  if (distress !== null)
    return { as: "distress", topic: distressTopic(distress), score: 1, others: [], unanswered: null };
  if (meaning === null) return null;
  const { topic, score, alternatives } = meaning.guess;
  if (score === 0 && unanswered === null) return null;
  const others = alternatives.map((other) => ({ topic: other.topic, score: rounded(other.score) }));
  return { as: meaning.kind, topic, score: rounded(score), others, unanswered };
}

/**
 * Commits what the turn changed when everything inside has gone well and no agent has begun to speak meanwhile; nothing of it
 * otherwise. What the desk settles beside an agent is stored over the ticket as that agent has it: after any move, the turn runs again.
 */
const unitOfWork =
  (recent: StateCache, announcing: boolean): Middleware =>
  async (context, next) => {
    await next();
    const { conversation, replies, state, ticket, turn, beside, commit } = turnScopeOf(context);
    if (!state || !turn) return;
    const isBeside = beside !== null && conversation.agent !== null;
    const { tickets: changed, receipts, ratings, outbox } = turnCommit(turnScopeOf(context), turn);
    const tickets = isBeside && ticket && changed.length === 0 ? [touched(ticket)] : changed;
    const begun = tickets.filter((made) => isOpen(made) && !(ticket && isOpen(ticket)));
    const ended = tickets.filter((made) => !isOpen(made) && ticket && isOpen(ticket));
    const key = stateKey(conversation);
    await commit({
      whileBotSpeaks: !isBeside,
      replies: [
        ...recordInterpretation(turnScopeOf(context), turn),
        ...begun.map(handoffInitiate),
        ...tickets.filter(isChallenged).map(challenged),
        ...ended.map(() => handoffStatus("failed")),
        ...replies.map((activity) => ({ audience: "everyone" as const, activity })),
      ],
      state: [
        {
          key,
          value: stateText(state.value),
          eTag: state.eTag,
          stored: (eTag) => recent.keep(key, { value: state.value, eTag }),
        },
      ],
      tickets,
      receipts,
      ratings,
      outbox: announcing ? [...outbox, ...tickets.flatMap((made) => announced(ticket, made))] : outbox,
    });
  };

/** Loads what the bot remembers of this conversation; what the last turn left in memory serves while its tag holds. */
const load =
  (store: Store, guide: Guide, recent: StateCache): Middleware =>
  async (context, next) => {
    const work = turnScopeOf(context);
    const key = stateKey(work.conversation);
    const stored = work.stored.get(key);
    const kept = recent.take(key);
    work.state = !stored
      ? { value: emptyState(guide.version, work.now), eTag: null }
      : {
          value: kept?.eTag === stored.eTag ? kept.value : ConversationState.parse(stored.value),
          eTag: stored.eTag,
        };
    const number = work.conversation.ticket ?? work.state.value.ticket;
    if (number !== (work.ticket?.number ?? null))
      work.ticket = number === null ? null : ((await store.ticket(number)) ?? null);
    await next();
  };

/** Lets an entry that was answered already pass without a second answer. */
const once: Middleware = async (context, next) => {
  const { entry, state } = turnScopeOf(context);
  if (state && state.value.answered >= entry.seq) return;
  await next();
};

/** What every message passes on its way to the bot, outermost first. `announcing`: new tickets are told through the outbox. */
export function middlewares(
  store: Store,
  { guide, ...parts }: { guide: Guide } & SpeakerGuardParts,
  announcing: boolean,
): Middleware[] {
  const recent = new StateCache(RECENT_CONVERSATIONS);
  return [unitOfWork(recent, announcing), load(store, guide, recent), speakerGuard(store, parts), once];
}

/** Whether a ticket has just gone into quarantine until its person's browser has done a proof of work. */
const isChallenged = ({ state, audit }: Ticket): boolean =>
  state.kind === "quarantined" && state.because === "rate" && audit.at(-1)?.what === "quarantined";

const RECENT_CONVERSATIONS = 500;

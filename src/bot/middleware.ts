import { randomUUID } from "node:crypto";
import { distressTopic } from "../../dialogs/distress.ts";
import { actName } from "../../dialogs/policy.ts";
import { ConversationState, emptyState, stateText } from "../../dialogs/state.ts";
import type { TurnScope } from "../../dialogs/turn-scope.ts";
import type { Act } from "../nlu/interpretation.ts";
import type { Tagged } from "../store/records.ts";
import type { Store, TurnCommit } from "../store/store.ts";
import { isOpen, type Ticket } from "../store/ticket.ts";
import { announced, challenged, handoffInitiate, handoffStatus } from "../tickets/handoff-events.ts";
import { INTERPRETATION_EVENT, type InterpretationRecord } from "../tickets/ticket.ts";
import { BOT_ID, type Middleware } from "./adapter.ts";
import { nextRevision, type SpeakerGuardParts, speakerGuard } from "./speaker-guard.ts";
import { stateKey, turnCommit } from "./turn-commit.ts";

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

const roundScore = (score: number): number => Math.round(score * 1_000) / 1_000;

/**
 * Builds a note for the desk on how typed text was interpreted; none where a button or exact words left nothing to
 * interpret.
 */
function recordInterpretation(turn: TurnScope): TurnCommit["replies"] {
  const value = heardAs(turn);
  if (value === null) return [];
  const activity = {
    type: "event",
    name: INTERPRETATION_EVENT,
    id: randomUUID(),
    from: { id: BOT_ID, role: "bot" },
    ...(turn.entry.activity.id ? { replyToId: turn.entry.activity.id } : {}),
    value,
  };
  return [{ audience: "desk", activity }];
}

function heardAs({
  interpretation: meaning,
  act,
  distress,
  unanswered,
}: TurnScope): InterpretationRecord | null {
  if (distress !== null)
    return {
      as: "distress",
      topic: distressTopic(distress),
      score: 1,
      others: [],
      unanswered: null,
      acts: [{ act: "distress", id: distressTopic(distress) }],
    };
  if (meaning === null || act === null) return null;
  const { topic, score, alternatives } = meaning.guess;
  if (act.act === "answer" && act.sure === "exact" && unanswered === null) return null;
  const others = alternatives.map((other) => ({ topic: other.topic, score: roundScore(other.score) }));
  return { as: recordName(act), topic, score: roundScore(score), others, unanswered, acts: [actName(act)] };
}

/** Returns the name of an act in the log, which has been the same since the first version. */
function recordName(act: Act): InterpretationRecord["as"] {
  switch (act.act) {
    case "answer":
    case "correct":
      return "choice";
    case "moment":
    case "email":
    case "text":
    case "command":
    case "wish":
      return act.act;
    case "ask":
      return "topic";
    case "ask-which":
      return "which";
    case "unclear":
      return "unsure";
    default:
      return "remark";
  }
}

/**
 * Commits what the turn changed when everything inside has gone well and no agent has begun to speak meanwhile; nothing of it
 * otherwise. What the desk settles beside an agent is stored over the ticket as that agent has it: after any move, the turn runs again.
 */
const unitOfWork =
  (recent: StateCache, announcing: boolean): Middleware =>
  async (turn, next) => {
    await next();
    if (!turn.finished) return;
    const { conversation, replies, state, ticket } = turn;
    const isBeside = turn.beside !== null && conversation.agent !== null;
    const { tickets: changed, receipts, ratings, outbox } = turnCommit(turn);
    const tickets = isBeside && ticket && changed.length === 0 ? [nextRevision(ticket)] : changed;
    const begun = tickets.filter((made) => isOpen(made) && !(ticket && isOpen(ticket)));
    const ended = tickets.filter((made) => !isOpen(made) && ticket && isOpen(ticket));
    const key = stateKey(conversation);
    await turn.input.commit({
      whileBotSpeaks: !isBeside,
      replies: [
        ...recordInterpretation(turn),
        ...begun.map(handoffInitiate),
        ...tickets.filter(isChallenged).map(challenged),
        ...ended.map(() => handoffStatus("failed")),
        ...replies.map((activity) => ({ audience: "everyone" as const, activity })),
      ],
      state: [
        {
          key,
          value: stateText(state),
          eTag: turn.stateTag,
          stored: (eTag) => recent.keep(key, { value: state, eTag }),
        },
      ],
      tickets,
      receipts,
      ratings,
      outbox: announcing ? [...outbox, ...tickets.flatMap((made) => announced(ticket, made))] : outbox,
    });
  };

/**
 * Returns the state of a conversation: cached by the last turn, parsed from the store, or new where nothing is stored.
 */
function stateOf(
  { guide, now }: TurnScope,
  stored: Tagged | undefined,
  cached: CachedState | undefined,
): ConversationState {
  if (stored === undefined) return emptyState(guide.version, now);
  return cached?.eTag === stored.eTag ? cached.value : ConversationState.parse(stored.value);
}

/** Loads what the bot remembers of this conversation; what the last turn left in memory serves while its tag holds. */
const load =
  (store: Store, recent: StateCache): Middleware =>
  async (turn, next) => {
    const { conversation, input, ticket } = turn;
    const key = stateKey(conversation);
    const stored = input.stored.get(key);
    const state = stateOf(turn, stored, recent.take(key));
    const number = conversation.ticket ?? state.ticket;
    const isGiven = number === null || number === ticket?.number;
    const newest = isGiven ? ticket : ((await store.ticket(number)) ?? null);
    turn.load(state, stored?.eTag ?? null, number === null ? null : newest);
    await next();
  };

/** Lets an entry that was answered already pass without a second answer. */
const once: Middleware = async ({ entry, state }, next) => {
  if (state.answered >= entry.seq) return;
  await next();
};

/** Lists the middleware of each turn, outermost first. `announcing`: new tickets are announced through the outbox. */
export function middlewares(store: Store, parts: SpeakerGuardParts, announcing: boolean): Middleware[] {
  const recent = new StateCache(RECENT_CONVERSATIONS);
  return [unitOfWork(recent, announcing), load(store, recent), speakerGuard(store, parts), once];
}

/** Reports whether a ticket has just been quarantined until its person's browser has done a proof of work. */
const isChallenged = ({ state, audit }: Ticket): boolean =>
  state.kind === "quarantined" && state.because === "rate" && audit.at(-1)?.what === "quarantined";

const RECENT_CONVERSATIONS = 500;

import { emptyState, TalkState } from "../../dialogs/state.ts";
import { stateText } from "../../dialogs/state-text.ts";
import { announced } from "../desk/announce.ts";
import { challenged, handoffInitiate, handoffStatus } from "../desk/said/events.ts";
import type { Guide } from "../guide/load.ts";
import type { Store } from "../store/port.ts";
import { isOpen, type Ticket } from "../store/ticket.ts";
import { heard } from "./heard.ts";
import type { Middleware } from "./middleware.ts";
import { RecentStates } from "./recent-states.ts";
import { records } from "./records.ts";
import { type WhoSpeaksParts, whoSpeaks } from "./who-speaks.ts";
import { stateKey, workOf } from "./work.ts";

/** Commits what the turn changed when everything inside has gone well and no agent has begun to speak meanwhile; nothing of it otherwise. */
const unitOfWork =
  (recent: RecentStates, announcing: boolean): Middleware =>
  async (context, next) => {
    await next();
    const { conversation, replies, state, ticket, turn, commit } = workOf(context);
    if (!state || !turn) return;
    const { tickets, receipts, ratings, outbox } = records(workOf(context), turn);
    const begun = tickets.filter((made) => isOpen(made) && !(ticket && isOpen(ticket)));
    const ended = tickets.filter((made) => !isOpen(made) && ticket && isOpen(ticket));
    const key = stateKey(conversation);
    await commit({
      whileBotSpeaks: true,
      replies: [
        ...heard(workOf(context), turn),
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
  (store: Store, guide: Guide, recent: RecentStates): Middleware =>
  async (context, next) => {
    const work = workOf(context);
    const key = stateKey(work.conversation);
    const stored = work.stored.get(key);
    const kept = recent.take(key);
    work.state = !stored
      ? { value: emptyState(guide.version, work.now), eTag: null }
      : { value: kept?.eTag === stored.eTag ? kept.value : TalkState.parse(stored.value), eTag: stored.eTag };
    const number = work.conversation.ticket ?? work.state.value.ticket;
    if (number !== (work.ticket?.number ?? null))
      work.ticket = number === null ? null : ((await store.ticket(number)) ?? null);
    await next();
  };

/** Lets an entry that was answered already pass without a second answer. */
const once: Middleware = async (context, next) => {
  const { entry, state } = workOf(context);
  if (state && state.value.answered >= entry.seq) return;
  await next();
};

/** What every message passes on its way to the bot, outermost first. `announcing`: new tickets are told through the outbox. */
export function middlewares(
  store: Store,
  { guide, ...parts }: { guide: Guide } & WhoSpeaksParts,
  announcing: boolean,
): Middleware[] {
  const recent = new RecentStates(RECENT_TALKS);
  return [unitOfWork(recent, announcing), whoSpeaks(parts), load(store, guide, recent), once];
}

/** Whether a ticket has just gone into quarantine until its person's browser has done a proof of work. */
const isChallenged = ({ state, audit }: Ticket): boolean =>
  state.kind === "quarantined" && state.because === "rate" && audit.at(-1)?.what === "quarantined";

const RECENT_TALKS = 500;

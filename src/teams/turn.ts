import type { Activity } from "../store/records.ts";
import type { TeamsContext, TeamsMessage } from "./context.ts";
import type { ReplyHold } from "./held-replies.ts";
import { toActivity } from "./to-activity.ts";

const FIRST_SIGN_MS = 1_000;
/** approximate time for which Teams shows a typing indicator */
const SIGN_EVERY_MS = 3_000;

/** Time limit of a response; Teams redelivers after 15 seconds. */
export const INVOKE_TIMEOUT_MS = 10_000;

/** Waits for a turn or the timeout. Sends typing indicators meanwhile. */
async function untilAnswered(
  answered: Promise<void>,
  { sign, timeoutMs }: { sign: () => void; timeoutMs: number },
): Promise<void> {
  let timers: NodeJS.Timeout[] = [];
  const timeout = new Promise<void>((resolve) => {
    timers = [
      setTimeout(resolve, timeoutMs),
      setTimeout(() => {
        sign();
        timers.push(setInterval(sign, SIGN_EVERY_MS));
      }, FIRST_SIGN_MS),
    ];
  });
  await Promise.race([answered, timeout]);
  for (const timer of timers) clearTimeout(timer);
}

const MOST = 200;

/** Selects the replies that go into the response; `silent`: the conversation was empty before. */
export type TurnIntake = (reply: Activity, about: { silent: boolean }) => boolean;

/** Result of a message: the conversation, whether it was a redelivery, and the replies for the response. */
export interface TurnOutcome {
  conversation: string;
  duplicate: boolean;
  replies: Activity[];
}

/** Posts a person's message, and returns the replies for the response that are available in time. */
export async function runTeamsTurn(
  context: TeamsContext,
  { activity, tenantId }: TeamsMessage,
  takes: TurnIntake,
  said = toActivity(activity),
): Promise<TurnOutcome> {
  const { conversations, inbox, held } = context;
  const { start, silent } = await conversations.enter(activity, tenantId);
  const conversation = start.id;
  const hold = held.hold(conversation, (reply) => takes(reply, { silent }));
  try {
    if (silent) await inbox.open(start);
    const keys = activity.id === undefined ? [] : [`id:${activity.id}`];
    const { duplicate } = await inbox.post(conversation, said, keys);
    if (duplicate)
      return {
        conversation,
        duplicate,
        replies: await earlierReplies(context, conversation, activity.id, takes),
      };
    return { conversation, duplicate, replies: await replies(context, conversation, hold) };
  } finally {
    await hold.release();
  }
}

/** Returns the held replies when the turn ends or the timeout passes; later replies go through the outbox. */
async function replies(
  { answered, showTyping, timeoutMs }: TeamsContext,
  conversation: string,
  hold: ReplyHold,
): Promise<Activity[]> {
  const turn = answered(conversation);
  await untilAnswered(turn, { sign: () => void showTyping(conversation), timeoutMs });
  if (hold.holdsAny) await turn;
  return hold.release();
}

/** Returns the earlier replies to a redelivered request, because the channel did not receive them. */
async function earlierReplies(
  context: TeamsContext,
  conversation: string,
  id: string | undefined,
  takes: TurnIntake,
): Promise<Activity[]> {
  return (await recentActivities(context, conversation)).filter(
    (reply) => reply.replyToId === id && takes(reply, { silent: false }),
  );
}

/** Returns the newest public activities of a conversation, oldest first. */
export async function recentActivities(
  { store }: Pick<TeamsContext, "store">,
  conversation: string,
): Promise<Activity[]> {
  const known = await store.conversation(conversation);
  if (typeof known !== "object") return [];
  const log = await store.readLog(conversation, { after: Math.max(0, known.lastSeq - MOST), limit: MOST });
  return log.filter(({ audience }) => audience === "everyone").map(({ activity }) => activity);
}

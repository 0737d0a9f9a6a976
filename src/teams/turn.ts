import type { Activity } from "../store/records.ts";
import type { TeamsContext, TeamsMessage } from "./context.ts";
import type { ReplyHold } from "./held-replies.ts";
import { toActivity } from "./to-activity.ts";

const FIRST_SIGN_MS = 1_000;
/** Teams shows a typing sign for about so long */
const SIGN_EVERY_MS = 3_000;

/** Teams delivers again what was not acknowledged after 15 seconds. */
export const INVOKE_TIMEOUT_MS = 10_000;

/** Waits for a turn, but not longer than the channel does; meanwhile the person sees that somebody is writing. */
async function untilAnswered(
  answered: Promise<void>,
  { sign, patienceMs }: { sign: () => void; patienceMs: number },
): Promise<void> {
  let timers: NodeJS.Timeout[] = [];
  const patience = new Promise<void>((resolve) => {
    timers = [
      setTimeout(resolve, patienceMs),
      setTimeout(() => {
        sign();
        timers.push(setInterval(sign, SIGN_EVERY_MS));
      }, FIRST_SIGN_MS),
    ];
  });
  await Promise.race([answered, patience]);
  for (const timer of timers) clearTimeout(timer);
}

const MOST = 200;

/** Which replies a request takes into its own answer; `silent`: nothing was said in the conversation before it. */
export type TurnIntake = (reply: Activity, about: { silent: boolean }) => boolean;

/** What became of what a person said: the conversation, whether it had come before, and the replies that its request takes. */
export interface TurnOutcome {
  talk: string;
  duplicate: boolean;
  replies: Activity[];
}

/** Puts what a person said or pressed into their conversation, and gives what their request takes of the answer, as far as there is one in time. */
export async function runTeamsTurn(
  hearing: TeamsContext,
  { activity, tenantId }: TeamsMessage,
  takes: TurnIntake,
  said = toActivity(activity),
): Promise<TurnOutcome> {
  const { conversations, door, held } = hearing;
  const { start, silent } = await conversations.enter(activity, tenantId);
  const conversation = start.id;
  const hold = held.hold(conversation, (reply) => takes(reply, { silent }));
  try {
    if (silent) await door.open(start);
    const keys = activity.id === undefined ? [] : [`id:${activity.id}`];
    const { duplicate } = await door.post(conversation, said, keys);
    if (duplicate)
      return {
        talk: conversation,
        duplicate,
        replies: await earlierReplies(hearing, conversation, activity.id, takes),
      };
    return { talk: conversation, duplicate, replies: await replies(hearing, conversation, hold) };
  } finally {
    await hold.release();
  }
}

/** What is held when the turn is over, or when the channel cannot wait any longer; then the rest is sent. */
async function replies(
  { answered, showTyping, patienceMs }: TeamsContext,
  conversation: string,
  hold: ReplyHold,
): Promise<Activity[]> {
  const turn = answered(conversation);
  await untilAnswered(turn, { sign: () => void showTyping(conversation), patienceMs });
  if (hold.holdsAny) await turn;
  return hold.release();
}

/** What the same request would have been answered with before, for the channel has not heard it. */
async function earlierReplies(
  hearing: TeamsContext,
  conversation: string,
  id: string | undefined,
  takes: TurnIntake,
): Promise<Activity[]> {
  return (await lately(hearing, conversation)).filter(
    (reply) => reply.replyToId === id && takes(reply, { silent: false }),
  );
}

/** The newest of what everybody in a conversation sees, oldest first. */
export async function lately(
  { store }: Pick<TeamsContext, "store">,
  conversation: string,
): Promise<Activity[]> {
  const known = await store.conversation(conversation);
  if (typeof known !== "object") return [];
  const log = await store.readLog(conversation, { after: Math.max(0, known.lastSeq - MOST), limit: MOST });
  return log.filter(({ audience }) => audience === "everyone").map(({ activity }) => activity);
}

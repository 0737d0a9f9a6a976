import type { Activity } from "../store/records.ts";
import type { Heard, Hearing } from "./context.ts";
import type { Hold } from "./held-replies.ts";
import { asSaid } from "./to-activity.ts";

const FIRST_SIGN_MS = 1_000;
/** Teams shows a typing sign for about so long */
const SIGN_EVERY_MS = 3_000;

/** Teams delivers again what was not acknowledged after 15 seconds. */
export const PATIENCE_MS = 10_000;

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

/** Which replies a request takes into its own answer; `silent`: nothing was said in the talk before it. */
export type Takes = (reply: Activity, about: { silent: boolean }) => boolean;

/** What became of what a person said: the talk, whether it had come before, and the replies that its request takes. */
export interface Taken {
  talk: string;
  duplicate: boolean;
  replies: Activity[];
}

/** Puts what a person said or pressed into their talk, and gives what their request takes of the answer, as far as there is one in time. */
export async function takeTurn(
  hearing: Hearing,
  { activity, tenantId }: Heard,
  takes: Takes,
  said = asSaid(activity),
): Promise<Taken> {
  const { talks, door, held } = hearing;
  const { start, silent } = await talks.enter(activity, tenantId);
  const talk = start.id;
  const hold = held.hold(talk, (reply) => takes(reply, { silent }));
  try {
    if (silent) await door.open(start);
    const keys = activity.id === undefined ? [] : [`id:${activity.id}`];
    const { duplicate } = await door.post(talk, said, keys);
    if (duplicate)
      return { talk, duplicate, replies: await earlierReplies(hearing, talk, activity.id, takes) };
    return { talk, duplicate, replies: await replies(hearing, talk, hold) };
  } finally {
    await hold.release();
  }
}

/** What is held when the turn is over, or when the channel cannot wait any longer; then the rest is sent. */
async function replies(
  { answered, showTyping, patienceMs }: Hearing,
  talk: string,
  hold: Hold,
): Promise<Activity[]> {
  const turn = answered(talk);
  await untilAnswered(turn, { sign: () => void showTyping(talk), patienceMs });
  if (hold.holdsAny) await turn;
  return hold.release();
}

/** What the same request would have been answered with before, for the channel has not heard it. */
async function earlierReplies(
  hearing: Hearing,
  talk: string,
  id: string | undefined,
  takes: Takes,
): Promise<Activity[]> {
  return (await lately(hearing, talk)).filter(
    (reply) => reply.replyToId === id && takes(reply, { silent: false }),
  );
}

/** The newest of what everybody in a talk sees, oldest first. */
export async function lately({ store }: Pick<Hearing, "store">, talk: string): Promise<Activity[]> {
  const known = await store.conversation(talk);
  if (typeof known !== "object") return [];
  const log = await store.readLog(talk, { after: Math.max(0, known.lastSeq - MOST), limit: MOST });
  return log.filter(({ audience }) => audience === "everyone").map(({ activity }) => activity);
}

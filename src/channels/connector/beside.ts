import { asChanged, personOf } from "./as-said.ts";
import type { Heard, Hearing } from "./hearing.ts";
import { isWelcome } from "./membership.ts";
import { ratingOf, reactionsOf } from "./reaction.ts";
import { unasked } from "./unasked.ts";

/** Somebody came: they are welcomed, once a talk. */
export async function joined({ talks, door }: Hearing, { activity, tenantId }: Heard): Promise<void> {
  if (!isWelcome(activity)) return;
  const { start, silent } = await talks.enter(activity, tenantId);
  if (silent) await door.open(start);
}

/** A person changed or took back what they had said: that is noted, and answers nothing anew. */
export async function changed({ talks, door }: Hearing, { activity }: Heard): Promise<void> {
  const talk = await talks.find(activity);
  const { type, id = "", timestamp = "" } = activity;
  if (talk !== null) await door.post(talk, asChanged(activity), [`${type}:${id}:${String(timestamp)}`]);
}

/** A person put a sign under a message: it is noted, and a thumb is a rating. */
export async function reacted({ talks, door, store, now }: Hearing, { activity }: Heard): Promise<void> {
  const talk = await talks.find(activity);
  const value = reactionsOf(activity);
  if (talk === null || value.length === 0) return;
  const { type, id = "", replyToId } = activity;
  const from = { id: personOf(activity), role: "user" };
  await door.post(talk, { type, from, value, ...(replyToId === undefined ? {} : { replyToId }) }, [
    `${type}:${id}`,
  ]);
  const time = now();
  const rating = ratingOf(activity, talk, new Date(time).toISOString());
  if (rating === null) return;
  await store.commitTurn(unasked(talk, time, { ratings: [rating] }));
}

/** A person is typing: whoever speaks with them sees it. */
export async function typing({ talks, signs }: Hearing, { activity }: Heard): Promise<void> {
  const talk = await talks.find(activity);
  if (talk !== null) signs.personTyping(talk);
}

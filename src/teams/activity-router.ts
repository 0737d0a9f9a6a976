import { z } from "zod";
import type { HttpResponse } from "../http/problems.ts";
import { NoSuchConversation } from "../store/errors.ts";
import type { Rating } from "../store/records.ts";
import { type TeamsContext, type TeamsMessage, unprompted } from "./context.ts";
import type { IncomingActivity, Invoke } from "./incoming-activity.ts";
import { handleInvoke, handleTeamsMessage } from "./messages.ts";
import { personOf, toEditEvent } from "./to-activity.ts";

const Joined = z.object({ membersAdded: z.array(z.object({ id: z.string() })).catch([]) });
const Installed = z.object({ action: z.string().catch("") });

/** Tells whether somebody is to be welcomed: the desk came into their chat, or they into it. A team's channel is left in peace until it asks. */
function isWelcome(activity: IncomingActivity): boolean {
  const scope = activity.conversation.conversationType ?? "personal";
  if (scope === "channel") return false;
  if (activity.type === "installationUpdate") return Installed.parse(activity).action.startsWith("add");
  const { membersAdded } = Joined.parse(activity);
  return scope === "personal"
    ? membersAdded.length > 0
    : membersAdded.some(({ id }) => id === activity.recipient.id);
}

const Reacted = z.object({ reactionsAdded: z.array(z.object({ type: z.string() })).catch([]) });

/** Teams' names: `like` of old, and emoji such as `1f44d_thumbsup-tone2` since all of them may be used. */
const up = /^like$|thumbsup/;
const down = /^dislike$|thumbsdown/;

/** What a person put under a message, by Teams' names. */
const reactionsOf = (activity: IncomingActivity): string[] =>
  Reacted.parse(activity).reactionsAdded.map(({ type }) => type);

/** The rating that a thumb under an answer is; null for any other reaction. A later thumb under the same answer takes its place. */
function ratingOf(activity: IncomingActivity, conversation: string, at: string): Rating | null {
  const reactions = reactionsOf(activity);
  const solved = reactions.some((type) => up.test(type))
    ? "yes"
    : reactions.some((type) => down.test(type))
      ? "no"
      : null;
  if (solved === null) return null;
  return {
    id: `${conversation}-${activity.replyToId ?? ""}`,
    conversationId: conversation,
    at,
    solved,
    comment: null,
  };
}

/** Somebody came: they are welcomed, once a conversation. */
async function joined(
  { conversations, door }: TeamsContext,
  { activity, tenantId }: TeamsMessage,
): Promise<void> {
  if (!isWelcome(activity)) return;
  const { start, silent } = await conversations.enter(activity, tenantId);
  if (silent) await door.open(start);
}

/** A person changed or took back what they had said: that is noted, and answers nothing anew. */
async function changed({ conversations, door }: TeamsContext, { activity }: TeamsMessage): Promise<void> {
  const conversation = await conversations.find(activity);
  const { type, id = "", timestamp = "" } = activity;
  if (conversation !== null)
    await door.post(conversation, toEditEvent(activity), [`${type}:${id}:${String(timestamp)}`]);
}

/** A person put a sign under a message: it is noted, and a thumb is a rating. */
async function reacted(
  { conversations, door, store, now }: TeamsContext,
  { activity }: TeamsMessage,
): Promise<void> {
  const conversation = await conversations.find(activity);
  const value = reactionsOf(activity);
  if (conversation === null || value.length === 0) return;
  const { type, id = "", replyToId } = activity;
  const from = { id: personOf(activity), role: "user" };
  await door.post(conversation, { type, from, value, ...(replyToId === undefined ? {} : { replyToId }) }, [
    `${type}:${id}`,
  ]);
  const time = now();
  const rating = ratingOf(activity, conversation, new Date(time).toISOString());
  if (rating === null) return;
  await store.commitTurn(unprompted(conversation, time, { ratings: [rating] }));
}

/** A person is typing: whoever speaks with them sees it. */
async function typing({ conversations, signs }: TeamsContext, { activity }: TeamsMessage): Promise<void> {
  const conversation = await conversations.find(activity);
  if (conversation !== null) signs.personTyping(conversation);
}

const beside: Record<string, (hearing: TeamsContext, heard: TeamsMessage) => Promise<void>> = {
  installationUpdate: joined,
  conversationUpdate: joined,
  messageUpdate: changed,
  messageDelete: changed,
  messageReaction: reacted,
  typing,
};

const acknowledged: HttpResponse = { status: 200, json: "{}" };

async function byType(hearing: TeamsContext, heard: TeamsMessage): Promise<HttpResponse> {
  const { type } = heard.activity;
  if (type === "message") return handleTeamsMessage(hearing, heard);
  if (type === "invoke") return handleInvoke(hearing, heard);
  await beside[type]?.(hearing, heard);
  return acknowledged;
}

/** Hears one activity: whoever stands aside is asked first, then it is a person's; what the desk does not know is acknowledged. */
export async function routeActivity(
  hearing: TeamsContext,
  aside: Invoke,
  heard: TeamsMessage,
): Promise<HttpResponse> {
  const taken = await aside(heard.activity);
  if (taken === "taken") return acknowledged;
  if (taken !== "not mine") return { status: taken.status, json: JSON.stringify(taken.body ?? {}) };
  try {
    return await byType(hearing, heard);
  } catch (error) {
    if (!(error instanceof NoSuchConversation)) throw error;
    hearing.conversations.forget(error.conversationId);
    return byType(hearing, heard);
  }
}

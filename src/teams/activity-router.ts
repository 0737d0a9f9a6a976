import { z } from "zod";
import type { HttpResponse } from "../http/problems.ts";
import { NoSuchConversation } from "../store/errors.ts";
import type { Rating } from "../store/records.ts";
import { type TeamsContext, type TeamsMessage, unpromptedCommit } from "./context.ts";
import type { IncomingActivity, Invoke } from "./incoming-activity.ts";
import { handleInvoke, handleTeamsMessage } from "./messages.ts";
import { personOf, toEditEvent } from "./to-activity.ts";

const Joined = z.object({ membersAdded: z.array(z.object({ id: z.string() })).catch([]) });
const Installed = z.object({ action: z.string().catch("") });

/**
 * Returns whether an activity calls for a welcome: the bot joined the chat, or a person joined theirs. Team
 * channels get none.
 */
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

/** Teams' reaction types: the old `like`, and emoji such as `1f44d_thumbsup-tone2`. */
const up = /^like$|thumbsup/;
const down = /^dislike$|thumbsdown/;

/** Returns the reaction types of an activity. */
const reactionsOf = (activity: IncomingActivity): string[] =>
  Reacted.parse(activity).reactionsAdded.map(({ type }) => type);

/**
 * Converts a thumb reaction into a rating; null for other reactions. A later thumb on the same message
 * replaces it.
 */
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

/** Welcomes a person, once per conversation. */
async function welcome(
  { conversations, inbox }: TeamsContext,
  { activity, tenantId }: TeamsMessage,
): Promise<void> {
  if (!isWelcome(activity)) return;
  const { start, silent } = await conversations.enter(activity, tenantId);
  if (silent) await inbox.open(start);
}

/** Records an edited or deleted message, without an answer. */
async function recordEdit({ conversations, inbox }: TeamsContext, { activity }: TeamsMessage): Promise<void> {
  const conversation = await conversations.find(activity);
  const { type, id = "", timestamp = "" } = activity;
  if (conversation !== null)
    await inbox.post(conversation, toEditEvent(activity), [`${type}:${id}:${String(timestamp)}`]);
}

/** Records a reaction; a thumb is also stored as a rating. */
async function recordReaction(
  { conversations, inbox, store, now }: TeamsContext,
  { activity }: TeamsMessage,
): Promise<void> {
  const conversation = await conversations.find(activity);
  const value = reactionsOf(activity);
  if (conversation === null || value.length === 0) return;
  const { type, id = "", replyToId } = activity;
  const from = { id: personOf(activity), role: "user" };
  await inbox.post(conversation, { type, from, value, ...(replyToId === undefined ? {} : { replyToId }) }, [
    `${type}:${id}`,
  ]);
  const time = now();
  const rating = ratingOf(activity, conversation, new Date(time).toISOString());
  if (rating === null) return;
  await store.commitTurn(unpromptedCommit(conversation, time, { ratings: [rating] }));
}

/** Forwards a typing indicator to the agent. */
async function forwardTyping(
  { conversations, typingIndicators }: TeamsContext,
  { activity }: TeamsMessage,
): Promise<void> {
  const conversation = await conversations.find(activity);
  if (conversation !== null) typingIndicators.personTyping(conversation);
}

const handlersByType: Record<string, (context: TeamsContext, message: TeamsMessage) => Promise<void>> = {
  installationUpdate: welcome,
  conversationUpdate: welcome,
  messageUpdate: recordEdit,
  messageDelete: recordEdit,
  messageReaction: recordReaction,
  typing: forwardTyping,
};

const acknowledged: HttpResponse = { status: 200, json: "{}" };

async function byType(context: TeamsContext, message: TeamsMessage): Promise<HttpResponse> {
  const { type } = message.activity;
  if (type === "message") return handleTeamsMessage(context, message);
  if (type === "invoke") return handleInvoke(context, message);
  await handlersByType[type]?.(context, message);
  return acknowledged;
}

/** Routes one activity: first to the invoke handlers, then by type. Acknowledges unknown types. */
export async function routeActivity(
  context: TeamsContext,
  intercept: Invoke,
  message: TeamsMessage,
): Promise<HttpResponse> {
  const intercepted = await intercept(message.activity);
  if (intercepted === "handled") return acknowledged;
  if (intercepted !== "not mine")
    return { status: intercepted.status, json: JSON.stringify(intercepted.body ?? {}) };
  try {
    return await byType(context, message);
  } catch (error) {
    if (!(error instanceof NoSuchConversation)) throw error;
    context.conversations.forget(error.conversationId);
    return byType(context, message);
  }
}

import { randomUUID } from "node:crypto";
import { type CardAttachment, cardType } from "../bot/rendering/cards.ts";
import { type HttpResponse, ok } from "../http/problems.ts";
import { NoSuchConversation } from "../store/errors.ts";
import { inPlace, readSubmittedCard, type SubmittedCard } from "./cards/elements.ts";
import { cardIn, findUsedCard, forTeams } from "./cards/for-teams.ts";
import { type TeamsContext, type TeamsMessage, unpromptedCommit } from "./context.ts";
import { outgoingTeamsActivity } from "./references.ts";
import { SEND_KIND, sendEntry } from "./send-activity.ts";
import { hasFile, isToDesk } from "./to-activity.ts";
import { recentActivities, runTeamsTurn, type TurnIntake, type TurnOutcome } from "./turn.ts";

/** Sends a message that answers no turn. */
async function postMessage(
  { store, words, now }: TeamsContext,
  conversation: string,
  text: string,
): Promise<void> {
  const from = { id: "desk", name: words("copy.desk"), role: "bot" };
  const activity = { type: "message", id: randomUUID(), from, text, textFormat: "plain" };
  await store.commitTurn(
    unpromptedCommit(conversation, now(), { replies: [{ audience: "everyone", activity }] }),
  );
}

/**
 * Disables the Teams card whose `Action.Submit` button was pressed, by updating it: the response, unlike that of
 * `Action.Execute`, cannot carry a card. A draft on the card is shown as logged, without secrets. Skips erased
 * conversations.
 */
async function disableCard(
  context: TeamsContext,
  { activity }: TeamsMessage,
  conversation: string,
): Promise<void> {
  const { references, store, words, now } = context;
  const { id, replyToId: replaces } = activity;
  if (id === undefined || replaces === undefined || readSubmittedCard(activity) === null) return;
  const [reference, said] = await Promise.all([
    references.find(conversation),
    recentActivities(context, conversation),
  ]);
  const pressed = said.find((one) => one.id === id);
  if (reference?.channelId !== "msteams" || pressed === undefined) return;
  const { bot, conversationId, scope, serviceUrl } = reference;
  const { text: title, value } = pressed;
  const card = findUsedCard(said, { value, ...(title === undefined ? {} : { title }) }, words, scope);
  if (card === null) return;
  const shown = { type: "message", id: replaces, from: { id: bot.id }, attachments: [card] };
  const send = { serviceUrl, conversationId, activity: shown, replaces };
  try {
    const outbox = [sendEntry({ id: `${SEND_KIND}-disarmed-${id}`, conversationId: conversation }, send)];
    await store.commitTurn(unpromptedCommit(conversation, now(), { outbox }));
  } catch (error) {
    if (!(error instanceof NoSuchConversation)) throw error;
  }
}

const acknowledged: HttpResponse = { status: 200, json: "{}" };

/** Handles a message. Replies go through the outbox, or into the response when the sender expects replies. */
export async function handleTeamsMessage(
  context: TeamsContext,
  message: TeamsMessage,
): Promise<HttpResponse> {
  const { activity } = message;
  if (!isToDesk(activity)) return acknowledged;
  const inBody = activity.deliveryMode === "expectReplies";
  const takes: TurnIntake = (reply, { silent }) => inBody && (silent || reply.replyToId === activity.id);
  const outcome = hasFile(activity)
    ? await refuseFile(context, message, takes)
    : await runTeamsTurn(context, message, takes);
  if (!outcome.duplicate) await disableCard(context, message, outcome.conversation);
  if (!inBody) return acknowledged;
  const reference = await context.references.find(outcome.conversation);
  if (reference === null) return acknowledged;
  return ok({
    activities: outcome.replies.map((reply) => outgoingTeamsActivity(reply, reference, context.words)),
  });
}

/** Handles a message with a file: processes its text, and answers that files are not accepted. */
async function refuseFile(
  context: TeamsContext,
  message: TeamsMessage,
  takes: TurnIntake,
): Promise<TurnOutcome> {
  const { text } = message.activity;
  const outcome = await runTeamsTurn(context, message, takes, text ? undefined : fileRefusedEvent(message));
  if (!outcome.duplicate)
    await postMessage(context, outcome.conversation, context.words("connector.no-files"));
  return outcome;
}

const fileRefusedEvent = ({ activity }: TeamsMessage) => ({
  type: "event",
  name: "file.refused",
  ...(activity.id === undefined ? {} : { id: activity.id }),
});

/**
 * Handles `Action.Execute`: the response replaces the card with its next state, or disables it. Other invokes
 * are not implemented.
 */
export async function handleInvoke(context: TeamsContext, message: TeamsMessage): Promise<HttpResponse> {
  const { activity } = message;
  const pressed = readSubmittedCard(activity);
  if (pressed === null) return { status: 501, json: "{}" };
  const outcome = await runTeamsTurn(
    context,
    message,
    (reply) => reply.replyToId === activity.id && inPlace(pressed, reply),
  );
  const card = await cardAfter(context, outcome, pressed);
  return ok(
    card === null
      ? {
          statusCode: 200,
          type: "application/vnd.microsoft.activity.message",
          value: context.words("connector.pressed"),
        }
      : { statusCode: 200, type: cardType, value: card.content },
  );
}

/** Returns the card that replaces a pressed one; null when the pressed card is unknown. */
async function cardAfter(
  context: TeamsContext,
  { conversation, replies }: TurnOutcome,
  pressed: SubmittedCard,
): Promise<CardAttachment | null> {
  const { references, words } = context;
  const scope = (await references.find(conversation))?.scope;
  const [reply] = replies;
  if (reply) return cardIn(forTeams(reply, words, scope)) ?? null;
  return findUsedCard(await recentActivities(context, conversation), pressed, words, scope);
}

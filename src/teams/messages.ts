import { randomUUID } from "node:crypto";
import { type Answer, ok } from "../http/problems.ts";
import { NoSuchConversation } from "../store/errors.ts";
import { type CardAttachment, cardType, inPlace, type Pressed, readPressed } from "./cards/elements.ts";
import { cardIn, forTeams, usedCard } from "./cards/for-teams.ts";
import { type Heard, type Hearing, unasked } from "./context.ts";
import { outgoing } from "./references.ts";
import { kind, sending } from "./send-activity.ts";
import { hasFile, isToDesk } from "./to-activity.ts";
import { lately, type Taken, type Takes, takeTurn } from "./turn.ts";

/** Says something in a talk that no turn answers, whoever speaks there. */
async function sayNow({ store, words, now }: Hearing, talk: string, text: string): Promise<void> {
  const from = { id: "desk", name: words("copy.desk"), role: "bot" };
  const activity = { type: "message", id: randomUUID(), from, text, textFormat: "plain" };
  await store.commitTurn(unasked(talk, now(), { replies: [{ audience: "everyone", activity }] }));
}

/**
 * Has the card of Teams on which a button of `Action.Submit` was pressed disarmed in its place, for the answer to that,
 * unlike the one to `Action.Execute`, cannot carry it. A draft on it stands there as the log has it, without secrets.
 * Once the talk is erased nothing is done.
 */
async function disarm(hearing: Hearing, { activity }: Heard, talk: string): Promise<void> {
  const { references, store, words, now } = hearing;
  const { id, replyToId: replaces } = activity;
  if (id === undefined || replaces === undefined || readPressed(activity) === null) return;
  const [reference, said] = await Promise.all([references.find(talk), lately(hearing, talk)]);
  const pressed = said.find((one) => one.id === id);
  if (reference?.channelId !== "msteams" || pressed === undefined) return;
  const { bot, conversationId, scope, serviceUrl } = reference;
  const { text: title, value } = pressed;
  const card = usedCard(said, { value, ...(title === undefined ? {} : { title }) }, words, scope);
  if (card === null) return;
  const shown = { type: "message", id: replaces, from: { id: bot.id }, attachments: [card] };
  const send = { serviceUrl, conversationId, activity: shown, replaces };
  try {
    const outbox = [sending({ id: `${kind}-disarmed-${id}`, talk }, send)];
    await store.commitTurn(unasked(talk, now(), { outbox }));
  } catch (error) {
    if (!(error instanceof NoSuchConversation)) throw error;
  }
}

const acknowledged: Answer = { status: 200, json: "{}" };

/** A message: answered through the outbox, or, where the sender wants that, in the answer to its request. */
export async function message(hearing: Hearing, heard: Heard): Promise<Answer> {
  const { activity } = heard;
  if (!isToDesk(activity)) return acknowledged;
  const inBody = activity.deliveryMode === "expectReplies";
  const takes: Takes = (reply, { silent }) => inBody && (silent || reply.replyToId === activity.id);
  const taken = hasFile(activity)
    ? await refuseFile(hearing, heard, takes)
    : await takeTurn(hearing, heard, takes);
  if (!taken.duplicate) await disarm(hearing, heard, taken.talk);
  if (!inBody) return acknowledged;
  const reference = await hearing.references.find(taken.talk);
  if (reference === null) return acknowledged;
  return ok({ activities: taken.replies.map((reply) => outgoing(reply, reference, hearing.words)) });
}

/** A message with a file: its words are heard, the file is not taken, and that is said. */
async function refuseFile(hearing: Hearing, heard: Heard, takes: Takes): Promise<Taken> {
  const { text } = heard.activity;
  const taken = await takeTurn(hearing, heard, takes, text ? undefined : refused(heard));
  if (!taken.duplicate) await sayNow(hearing, taken.talk, hearing.words("connector.no-files"));
  return taken;
}

const refused = ({ activity }: Heard) => ({
  type: "event",
  name: "file.refused",
  ...(activity.id === undefined ? {} : { id: activity.id }),
});

/** A pressed button of `Action.Execute`: the card changes in place to its next state where that is the reply, else it is disarmed. Other invokes are not for this desk. */
export async function invoke(hearing: Hearing, heard: Heard): Promise<Answer> {
  const { activity } = heard;
  const pressed = readPressed(activity);
  if (pressed === null) return { status: 501, json: "{}" };
  const taken = await takeTurn(
    hearing,
    heard,
    (reply) => reply.replyToId === activity.id && inPlace(pressed, reply),
  );
  const card = await cardAfter(hearing, taken, pressed);
  return ok(
    card === null
      ? {
          statusCode: 200,
          type: "application/vnd.microsoft.activity.message",
          value: hearing.words("connector.pressed"),
        }
      : { statusCode: 200, type: cardType, value: card.content },
  );
}

/** What takes the place of a card once its button was pressed; null where the card is not known. */
async function cardAfter(
  hearing: Hearing,
  { talk, replies }: Taken,
  pressed: Pressed,
): Promise<CardAttachment | null> {
  const { references, words } = hearing;
  const scope = (await references.find(talk))?.scope;
  const [reply] = replies;
  if (reply) return cardIn(forTeams(reply, words, scope)) ?? null;
  return usedCard(await lately(hearing, talk), pressed, words, scope);
}

import { type Answer, ok } from "../../web/answer.ts";
import { hasFile, isToDesk } from "./as-said.ts";
import { usedCard } from "./cards/disarmed.ts";
import { type CardAttachment, cardType } from "./cards/elements.ts";
import { cardIn, forTeams } from "./cards/for-teams.ts";
import { inPlace, type Pressed, readPressed } from "./cards/pressed.ts";
import { disarm } from "./disarm.ts";
import type { Heard, Hearing } from "./hearing.ts";
import { outgoing } from "./outgoing.ts";
import { sayNow } from "./say-now.ts";
import { lately, type Taken, type Takes, takeTurn } from "./turn.ts";

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

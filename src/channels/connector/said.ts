import { type Answer, ok } from "../../web/answer.ts";
import { hasFile, isToDesk } from "./as-said.ts";
import { forTeams } from "./cards/for-teams.ts";
import { inPlace, readPressed } from "./cards/pressed.ts";
import type { Heard, Hearing } from "./hearing.ts";
import { outgoing } from "./outgoing.ts";
import { sayNow } from "./say-now.ts";
import { type Taken, type Takes, takeTurn } from "./turn.ts";

const adaptive = "application/vnd.microsoft.card.adaptive";
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

/** A pressed button of `Action.Execute`: where the reply is the next state of its card, the card changes in place. Other invokes are not for this desk. */
export async function invoke(hearing: Hearing, heard: Heard): Promise<Answer> {
  const { activity } = heard;
  const pressed = readPressed(activity);
  if (pressed === null) return { status: 501, json: "{}" };
  const { replies } = await takeTurn(
    hearing,
    heard,
    (reply) =>
      reply.replyToId === activity.id && inPlace(pressed, reply) && cardOf(hearing, reply) !== undefined,
  );
  const [reply] = replies;
  return reply === undefined
    ? ok({
        statusCode: 200,
        type: "application/vnd.microsoft.activity.message",
        value: hearing.words("connector.pressed"),
      })
    : ok({ statusCode: 200, type: adaptive, value: cardOf(hearing, reply) });
}

const cardOf = ({ words }: Hearing, reply: Parameters<typeof forTeams>[0]): unknown =>
  forTeams(reply, words).attachments?.find(({ contentType }) => contentType === adaptive)?.content;

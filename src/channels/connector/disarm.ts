import { NoSuchConversation } from "../../store/store-errors.ts";
import { usedCard } from "./cards/disarmed.ts";
import { readPressed } from "./cards/pressed.ts";
import type { Heard, Hearing } from "./hearing.ts";
import { kind, sending } from "./send.ts";
import { lately } from "./turn.ts";
import { unasked } from "./unasked.ts";

/**
 * Has the card of Teams on which a button of `Action.Submit` was pressed disarmed in its place, for the answer to that,
 * unlike the one to `Action.Execute`, cannot carry it. A draft on it stands there as the log has it, without secrets.
 * Once the talk is erased nothing is done.
 */
export async function disarm(hearing: Hearing, { activity }: Heard, talk: string): Promise<void> {
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

import { randomUUID } from "node:crypto";
import { asButton, commandChoices } from "../../../dialogs/button.ts";
import type { Message } from "../../../dialogs/step.ts";
import type { Turn } from "../../../dialogs/turn.ts";
import type { Choice } from "../../nlu/interpretation.ts";
import type { Activity } from "../../store/records.ts";
import { cardForWebChat } from "./cards.ts";

/** What the turn says, as activities; the last one carries the buttons. Puts the nonce of a new question into the state. */
export function activitiesOf(turn: Turn): Activity[] {
  const { open, state } = turn;
  const nonce = state.nonce ?? newNonce();
  if (open) state.nonce = nonce;
  const top = state.dialogStack.at(-1);
  const step = top ? `${top.id}.${String(top.state["step"])}` : "root.fork";
  const place = { version: turn.guide.version, step, nonce };
  const answers = (open?.ask.choices ?? []).filter(isListed).map((choice) => asButton(choice, place));
  const lines: Message[] = open ? [...turn.lines, open.ask] : turn.lines;
  return lines.map((line, at) => {
    const last = at === lines.length - 1;
    const activity: Activity = {
      type: "message",
      text: line.text,
      textFormat: "plain",
      inputHint: last ? "expectingInput" : "acceptingInput",
    };
    if (last) {
      const shown = { canGoBack: state.trail.length > 0, waits: turn.context.ticket?.state.kind === "open" };
      const commands = commandChoices(turn.words, shown).map((choice) => asButton(choice, place));
      activity.suggestedActions = { to: [], actions: [...answers, ...commands] };
    }
    if (line.card) activity.attachments = [cardForWebChat(line.card, turn.words, last ? answers : [])];
    activity.channelData = { guide: restsOn(turn, line, step) };
    if (line.card) activity.channelData["card"] = line.card;
    if (line.copy) activity.channelData["copy"] = true;
    return activity;
  });
}

const isListed = ({ unlisted }: Choice): boolean => unlisted !== true;

const NONCE_LENGTH = 12;

/** Tells the questions of one conversation apart. A part of a UUID, because node makes those in batches. */
const newNonce = (): string => randomUUID().slice(-NONCE_LENGTH);

/** What a message rests on, as the external contract names it. */
const restsOn = (turn: Turn, line: Message, step: string) => ({
  version: turn.guide.version,
  node: line.node,
  step,
  topic: line.topic,
  passages: line.passages,
  facts: turn.guide.factsOf(line.passages),
  offersPerson: line.offersPerson,
});

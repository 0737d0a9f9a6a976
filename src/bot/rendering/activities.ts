import { randomUUID } from "node:crypto";
import { offerCommand } from "../../../dialogs/commands.ts";
import { distressTopic } from "../../../dialogs/distress.ts";
import { actName } from "../../../dialogs/policy.ts";
import type { Message } from "../../../dialogs/step.ts";
import type { TurnScope } from "../../../dialogs/turn-scope.ts";
import type { Messages } from "../../guide/messages.ts";
import type { Choice } from "../../nlu/interpretation.ts";
import type { Activity } from "../../store/records.ts";
import { BOT_ID } from "../adapter.ts";
import { choiceButton, commandButton, newNonce, suggest } from "./buttons.ts";
import { cardForWebChat } from "./cards.ts";
import { sourceOf } from "./source.ts";

/** Renders what the turn says as activities; the last one carries the buttons. */
export function activitiesOf(turn: TurnScope): Activity[] {
  const { open, state, guide } = turn;
  const top = state.dialogStack.at(-1);
  const step = top ? `${top.id}.${String(top.state["step"])}` : "root.fork";
  const place = { version: guide.version, step, nonce: state.nonce ?? newNonce() };
  const answers = (open?.choices ?? []).filter(isListed).map((choice) => choiceButton(choice, place));
  const menu = turn.menu.map((choice) => choiceButton(choice, place));
  const lines: Message[] = open ? [...turn.lines, open] : turn.lines;
  return lines.map((line, at) => {
    const last = at === lines.length - 1;
    const activity: Activity = {
      type: "message",
      text: line.text,
      textFormat: "plain",
      inputHint: last ? "expectingInput" : "acceptingInput",
    };
    if (last) {
      const commands = turn.commands.map((command) => commandButton(command, place));
      Object.assign(activity, suggest([...menu, ...answers, ...commands]));
    }
    if (line.card) activity.attachments = [cardForWebChat(line.card, turn.words, last ? answers : [])];
    const heard = at === 0 ? interpretationOf(turn) : [];
    const source = sourceOf(guide, line);
    activity.channelData = {
      guide: {
        ...basisOf(turn, line, step),
        ...(source === null ? {} : { source }),
        ...(heard.length > 0 ? { heard } : {}),
      },
    };
    if (line.card) activity.channelData["card"] = line.card;
    if (line.copy) activity.channelData["copy"] = true;
    return activity;
  });
}

/** Returns how the message of this turn was interpreted, without the person's words; empty where it was not. */
function interpretationOf({ act, distress }: TurnScope): { act: string; id?: string }[] {
  if (distress !== null) return [{ act: "distress", id: distressTopic(distress) }];
  if (act !== null) return [actName(act)];
  return [];
}

const isListed = ({ unlisted }: Choice): boolean => unlisted !== true;

/** Returns the guide's version, node, topic, passages and facts of a message, as the external contract names them. */
const basisOf = (turn: TurnScope, line: Message, step: string) => ({
  version: turn.guide.version,
  node: line.node,
  step,
  topic: line.topic,
  passages: line.passages,
  facts: turn.guide.factsOf(line.passages),
  offersPerson: line.offersPerson,
});

const NOWHERE = { version: "", step: "", nonce: "" };

/** Renders what the person reads when a turn failed: an id to name, and a person to ask for. It rests on nothing of the guide. */
export const apology = (words: Messages, id: string, replyToId: string | undefined): Activity => ({
  type: "message",
  id: randomUUID(),
  from: { id: BOT_ID, name: words("copy.desk"), role: "bot" },
  ...(replyToId ? { replyToId } : {}),
  text: words("failure.turn", { id }),
  textFormat: "plain",
  ...suggest([commandButton(offerCommand(words, "human"), NOWHERE)]),
  channelData: {
    guide: {
      version: null,
      node: "X",
      step: null,
      topic: null,
      passages: [],
      facts: [],
      offersPerson: true,
    },
  },
});

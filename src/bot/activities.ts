import { randomBytes } from "node:crypto";
import { asButton } from "../../dialogs/button.ts";
import { commandChoices } from "../../dialogs/commands.ts";
import type { Line } from "../../dialogs/step.ts";
import type { Turn } from "../../dialogs/turn.ts";
import type { Activity } from "../store/activity.ts";
import { adaptiveCard } from "./adaptive-card.ts";

const NONCE_BYTES = 9;

/** What the turn says, as activities; the last one carries the buttons. Puts the nonce of a new question into the state. */
export function activitiesOf(turn: Turn): Activity[] {
  const { open, state } = turn;
  const nonce = state.nonce ?? randomBytes(NONCE_BYTES).toString("base64url");
  if (open) state.nonce = nonce;
  const step =
    state.dialogStack.map(({ id, state: { step } }) => `${id}.${String(step)}`).at(-1) ?? "root.fork";
  const lines: Line[] = open ? [...turn.lines, open.ask] : turn.lines;
  const choices = [...(open?.ask.choices ?? []), ...commandChoices(turn.words, state.trail.length > 0)];
  const buttons = choices.map((choice) => asButton(choice, { version: turn.guide.version, step, nonce }));
  return lines.map((line, at) => {
    const last = at === lines.length - 1;
    return {
      type: "message",
      text: line.text,
      textFormat: "plain",
      inputHint: last ? "expectingInput" : "acceptingInput",
      ...(last ? { suggestedActions: { to: [], actions: buttons } } : {}),
      ...(line.card ? { attachments: [adaptiveCard(line.card, turn.words, last ? buttons : [])] } : {}),
      channelData: {
        guide: restsOn(turn, line, step),
        ...(line.card ? { card: line.card } : {}),
        ...(line.copy ? { copy: true } : {}),
      },
    };
  });
}

/** What a message rests on, as the external contract names it. */
const restsOn = (turn: Turn, line: Line, step: string) => ({
  version: turn.guide.version,
  node: line.node,
  step,
  topic: line.topic,
  passages: line.passages,
  facts: turn.guide.factsOf(line.passages),
  offersPerson: line.offersPerson,
});

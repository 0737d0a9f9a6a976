import { randomUUID } from "node:crypto";
import type { CardAction } from "../../src/store/records.ts";
import type { Conversation } from "./conversation.ts";
import { type Line, openLine } from "./direct-line.ts";
import type { Post } from "./poster.ts";

/** The buttons that lead from "I want to leave" to the last click; where none of them stands, the first one is taken. */
const wayOut = new Set(["delete", "carry-on", "unlikely", "yes", "freelancer", "one-at-a-time", "done"]);

interface Choice {
  choice: string;
  step: string;
}

const choiceOf = (button: CardAction): string => (button.value as Choice).choice;

/** The button to click among those of a question; undefined when only the commands are left. */
export function pick(buttons: readonly CardAction[]): CardAction | undefined {
  const answers = buttons.filter((button) => !choiceOf(button).startsWith("command:"));
  return answers.find((button) => wayOut.has(choiceOf(button))) ?? answers[0];
}

/** Opens a conversation with the desk through its Direct Line door, as the widget does, with somebody who clicks a button or types its words. */
export async function openDeskConversation(
  post: Post,
  urls: readonly string[],
  answers: "clicks" | "types" = "clicks",
): Promise<Conversation & { line: Line }> {
  const line = await openLine(post, urls);
  let buttons = await line.nextQuestion();
  return {
    line,
    answer: async () => {
      const button = pick(buttons);
      if (button === undefined) return false;
      const reply = line.nextQuestion();
      await line.say({
        type: "message",
        text: button.title,
        ...(answers === "clicks" && { value: button.value }),
        channelData: { clientActivityID: randomUUID(), ...(answers === "clicks" && { postBack: true }) },
      });
      buttons = await reply;
      return true;
    },
    end: () => line.close(),
  };
}

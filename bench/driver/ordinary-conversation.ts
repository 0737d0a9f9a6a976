import { randomUUID } from "node:crypto";
import type { Question } from "../script.ts";
import type { Conversation } from "./conversation.ts";
import type { Post } from "./poster.ts";
import type { Receiver } from "./receiver.ts";

/** How an ordinary bot's replies come back: in the answer to the post, or through a connector. */
export type Delivery = "expectReplies" | "connector";

/** Opens a conversation with an ordinary bot, which asks the questions of the script. */
export async function openOrdinaryConversation(
  { post, receiver, script }: { post: Post; receiver: Receiver; script: readonly Question[] },
  { url, delivery }: { url: string; delivery: Delivery },
): Promise<Conversation> {
  const conversation = randomUUID();
  const about = {
    channelId: "webchat",
    serviceUrl: receiver.url,
    conversation: { id: conversation },
    from: { id: `user-${conversation}` },
    recipient: { id: "bot" },
    ...(delivery === "expectReplies" && { deliveryMode: "expectReplies" }),
  };
  const say = async (activity: Record<string, unknown>, expected: string): Promise<void> => {
    const before = receiver.got(conversation);
    const timestamp = new Date().toISOString();
    const text = await post(`${url}/api/messages`, { ...about, id: randomUUID(), timestamp, ...activity });
    const replied = delivery === "connector" ? receiver.got(conversation) > before : text.includes(expected);
    if (!replied) throw new Error(`the ordinary bot did not ask "${expected}"`);
  };
  const wordsOf = (question: Question | undefined): string =>
    question === undefined ? "Goodbye" : JSON.stringify(question.text.slice(0, 20)).slice(1, -1);
  let at = 0;
  await say({ type: "conversationUpdate", membersAdded: [{ id: about.from.id }] }, wordsOf(script[0]));
  return {
    answer: async () => {
      const question = script[at];
      if (question === undefined) return false;
      at += 1;
      await say({ type: "message", text: question.choices?.[0] ?? "Yes" }, wordsOf(script[at]));
      return true;
    },
    end: () => undefined,
  };
}

import { Conversation } from "../records.ts";
import type { ConversationFile } from "./conversation-file.ts";
import type { Keeper } from "./keeper.ts";

type Start = Omit<Conversation, "lastSeq">;

/** Creates the conversation when it is new. */
export function openConversation(
  keeper: Keeper,
  start: Start,
): Promise<{ conversation: Conversation; created: boolean } | "erased"> {
  return keeper.alone([`conversation:${start.id}`], async () => {
    const file = await keeper.books.conversations.look(start.id);
    const known = conversationOf(file);
    if (known === "erased") return "erased";
    if (known !== undefined) return { conversation: known, created: false };
    const { lastSeq, ...opened } = Conversation.parse({ ...start, lastSeq: 0 });
    await keeper.write([{ do: "open", conversation: start.id, start: JSON.stringify(opened) }]);
    return { conversation: { ...opened, lastSeq }, created: true };
  });
}

export function conversationOf(file: ConversationFile): Conversation | "erased" | undefined {
  if (file.erased) return "erased";
  if (file.start === null) return undefined;
  const start: Start = JSON.parse(file.start);
  return { ...start, lastSeq: file.lastSeq };
}

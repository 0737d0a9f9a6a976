import { type Conversation, ConversationStart } from "../records.ts";
import type { Agenda } from "./agenda.ts";
import type { ConversationFile } from "./conversation-file.ts";
import type { Keeper } from "./keeper.ts";

/** Creates the conversation when it is new. */
export function openConversation(
  keeper: Keeper,
  start: ConversationStart,
): Promise<{ conversation: Conversation; created: boolean } | "erased"> {
  return keeper.alone([`conversation:${start.id}`], async () => {
    const { agenda, conversations } = keeper.books;
    const known = conversationOf(await conversations.look(start.id), agenda);
    if (known === "erased") return "erased";
    if (known !== undefined) return { conversation: known, created: false };
    const opened = ConversationStart.parse(start);
    await keeper.write([{ do: "open", conversation: start.id, start: JSON.stringify(opened) }]);
    return { conversation: { ...opened, lastSeq: 0, ticket: null, agent: null }, created: true };
  });
}

/** The conversation in this file; its open ticket and who speaks come from the agenda, which changes in the same record. */
export function conversationOf(file: ConversationFile, agenda: Agenda): Conversation | "erased" | undefined {
  if (file.erased) return "erased";
  if (file.opened === null) return undefined;
  const { id, channel, userId, locale, startedAt } = file.opened;
  const { ticket, agent } = agenda.openAmong(file.tickets);
  return { id, channel, userId, locale, startedAt, lastSeq: file.lastSeq, ticket, agent };
}

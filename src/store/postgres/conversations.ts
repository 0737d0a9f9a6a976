import { type Conversation, ConversationStart } from "../records.ts";
import type { Database } from "./database.ts";
import { type ConversationRow, conversationOf, idColumn, toColumn } from "./rows.ts";

const pageLength = 200;

/** Creates the conversation when it is new. */
export async function openConversation(
  database: Database,
  start: ConversationStart,
): Promise<{ conversation: Conversation; created: boolean } | "erased"> {
  const { id, channel, userId, locale, startedAt } = ConversationStart.parse(start);
  const given = {
    channel: toColumn(channel),
    userId: toColumn(userId),
    locale: toColumn(locale),
    startedAt,
  };
  const opened = await database.value<
    { kind: "erased" } | { kind: "created" | "known"; conversation: ConversationRow }
  >("open", "select desk_open($1, $2) as value", [idColumn(id), JSON.stringify(given)]);
  if (opened.kind === "erased") return "erased";
  return { conversation: conversationOf(opened.conversation), created: opened.kind === "created" };
}

export async function readConversation(
  database: Database,
  id: string,
): Promise<Conversation | "erased" | undefined> {
  const [row] = await database.ask<ConversationRow>(
    "conversation",
    "select * from conversation where id = $1",
    [idColumn(id)],
  );
  if (row?.erased) return "erased";
  return row && conversationOf(row);
}

/** All that are not erased, by id. */
export async function* allConversations(database: Database, after?: string): AsyncGenerator<Conversation> {
  for (let last = after === undefined ? "" : idColumn(after); ; ) {
    const rows: ConversationRow[] = await database.ask<ConversationRow>(
      "conversations",
      "select * from conversation where id > $1 and not erased order by id limit $2",
      [last, pageLength],
    );
    yield* rows.map(conversationOf);
    const newest = rows.at(-1);
    if (newest === undefined) return;
    last = newest.id;
  }
}

/** The columns of all ids, the erased ones too. */
export async function* allConversationIds(database: Database): AsyncGenerator<string> {
  for (let last = ""; ; ) {
    const rows: { id: string }[] = await database.ask<{ id: string }>(
      "conversation_ids",
      "select id from conversation where id > $1 order by id limit $2",
      [last, pageLength],
    );
    yield* rows.map(({ id }) => id);
    const newest = rows.at(-1);
    if (newest === undefined) return;
    last = newest.id;
  }
}

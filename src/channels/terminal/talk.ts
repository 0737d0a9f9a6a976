import { randomUUID } from "node:crypto";
import { z } from "zod";
import { heardIn } from "../../desk/heard.ts";
import type { Phrases } from "../../guide/phrases.ts";
import type { Activity, CardAction } from "../../store/activity.ts";
import type { Store } from "../../store/port.ts";
import type { LogEntry } from "../../store/records.ts";
import type { Door } from "../door.ts";
import { asHeard } from "./as-heard.ts";
import { asText, choicesOf } from "./as-text.ts";
import { Reader } from "./reader.ts";

const Args = z.object({
  conversationId: z.string().min(1).nullable().default(null),
  /** tells of each typed line how it was heard */
  verbose: z.boolean().default(false),
});

const USER = "dl_terminal";

/** What a line stands for: the button of that number, or the words themselves. */
function activityOf(line: string, buttons: readonly CardAction[]): Activity {
  const picked = /^\d{1,2}$/.test(line.trim()) ? buttons[Number(line) - 1] : undefined;
  return picked
    ? { type: "message", text: picked.title, value: picked.value }
    : { type: "message", text: line };
}

/** A talk in a terminal: lines in, text out. Each line waits for the answer to the one before. */
export async function* talkInTerminal(
  { store, door, words }: { store: Store; door: Door; words: Phrases },
  args: unknown,
  lines: AsyncIterable<unknown>,
): AsyncGenerator<string> {
  const { conversationId: known, verbose } = Args.parse(args ?? {});
  const conversationId = known ?? `terminal-${randomUUID()}`;
  const reader = new Reader(store, conversationId);
  let buttons: readonly CardAction[] = [];
  const show = (entry: LogEntry): string[] => {
    if (
      entry.audience !== "everyone" ||
      entry.activity.from?.role === "user" ||
      entry.activity.type !== "message"
    )
      return [];
    buttons = choicesOf(entry.activity) ?? buttons;
    return [asText(entry.activity, words)];
  };
  try {
    yield words("terminal.hello", { id: conversationId });
    const opened = await door.open({ id: conversationId, channel: "terminal", userId: USER, locale: "en" });
    if (opened === "erased") {
      yield words("terminal.erased");
      return;
    }
    for await (const entry of reader.until(await reader.newestAsked())) yield* show(entry);
    for await (const line of lines) {
      if (typeof line !== "string" || line.trim() === "") continue;
      const activity = { ...activityOf(line, buttons), id: randomUUID(), from: { id: USER, role: "user" } };
      const { id } = await door.post(conversationId, activity, [activity.id]);
      let told = !verbose;
      for await (const entry of reader.until(id)) {
        if (!told && entry.activity.replyToId === id) yield asHeard(heardIn(entry), words);
        told ||= entry.activity.replyToId === id;
        yield* show(entry);
      }
    }
  } finally {
    reader.close();
  }
}

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

/** Whoever talks in a terminal is known by that talk alone: what is exported or erased for them is no other person's. */
const userOf = (conversationId: string): string => `dl_${conversationId}`;

/** What a line stands for: the button of that number, or the words themselves. */
function activityOf(line: string, buttons: readonly CardAction[]): Activity {
  const picked = /^\d{1,2}$/.test(line.trim()) ? buttons[Number(line) - 1] : undefined;
  return picked
    ? { type: "message", text: picked.title, value: picked.value }
    : { type: "message", text: line };
}

/** A talk in a terminal: lines in, text out. Each line waits for the bot's answer to the one before; what agents say comes when they say it. */
export async function* talkInTerminal(
  { store, door, words }: { store: Store; door: Door; words: Phrases },
  args: unknown,
  lines: AsyncIterable<unknown>,
): AsyncGenerator<string> {
  const { conversationId: known, verbose } = Args.parse(args ?? {});
  const conversationId = known ?? `terminal-${randomUUID()}`;
  const userId = userOf(conversationId);
  const reader = new Reader(store, conversationId);
  let buttons: readonly CardAction[] = [];
  const show = ({ audience, activity }: LogEntry): string[] => {
    if (audience !== "everyone" || activity.from?.role === "user" || activity.type !== "message") return [];
    buttons = choicesOf(activity) ?? buttons;
    return [asText(activity, words)];
  };
  async function* take(line: string): AsyncGenerator<string> {
    const activity = { ...activityOf(line, buttons), id: randomUUID(), from: { id: userId, role: "user" } };
    const { id } = await door.post(conversationId, activity, [activity.id]);
    let told = !verbose;
    for await (const entry of reader.until(id)) {
      if (!told && entry.activity.replyToId === id) yield asHeard(heardIn(entry), words);
      told ||= entry.activity.replyToId === id;
      yield* show(entry);
    }
  }
  try {
    yield words("terminal.hello", { id: conversationId });
    const opened = await door.open({ id: conversationId, channel: "terminal", userId, locale: "en" });
    if (opened === "erased") {
      yield words("terminal.erased");
      return;
    }
    for await (const entry of reader.until(await reader.newestAsked())) yield* show(entry);
    const said = lines[Symbol.asyncIterator]();
    for (let next = said.next(); ; ) {
      const line = await Promise.race([next, reader.news]);
      if (line === undefined) {
        for await (const entry of reader.fresh()) yield* show(entry);
        continue;
      }
      if (line.done) return;
      if (typeof line.value === "string" && line.value.trim() !== "") yield* take(line.value);
      next = said.next();
    }
  } finally {
    reader.close();
  }
}

import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { StepCard } from "../../dialogs/step.ts";
import type { ConversationInbox } from "../bot/inbox.ts";
import { buttonsUnder } from "../bot/rendering/buttons.ts";
import { cardText } from "../bot/rendering/cards.ts";
import type { Messages } from "../guide/messages.ts";
import type { Activity, CardAction, LogEntry } from "../store/records.ts";
import type { Store } from "../store/store.ts";
import { type InterpretationRecord, interpretationIn } from "../tickets/ticket.ts";

const PAGE = 100;
const LOOK_AGAIN_MS = 20;

/** One reader of a conversation, who shows each entry once and waits for what comes next. */
class LineReader {
  #after = 0;
  #wake: () => void = () => undefined;
  #news: Promise<void>;
  readonly #stop: () => void;

  constructor(
    private readonly store: Store,
    private readonly conversationId: string,
  ) {
    this.#news = this.#nextNews();
    this.#stop = store.watch((id) => {
      if (id === conversationId) this.#wake();
    });
  }

  /** The id of what was last said to the desk, from which reading begins. */
  async newestAsked(): Promise<string> {
    let id = "";
    for (let after = 0; ; ) {
      const page = await this.store.readLog(this.conversationId, { after, limit: PAGE });
      for (const { seq, activity } of page) {
        if (activity.from?.role !== "user" || activity.type === "typing") continue;
        id = activity.id ?? "";
        this.#after = seq - 1;
      }
      const last = page.at(-1);
      if (!last || page.length < PAGE) return id;
      after = last.seq;
    }
  }

  /** Resolves when there may be something new. */
  get news(): Promise<void> {
    return this.#news;
  }

  /** Everything that is new by now. */
  async *fresh(): AsyncGenerator<LogEntry> {
    this.#news = this.#nextNews();
    for (;;) {
      const entries = await this.store.readLog(this.conversationId, { after: this.#after, limit: PAGE });
      this.#after = entries.at(-1)?.seq ?? this.#after;
      yield* entries;
      if (entries.length < PAGE) return;
    }
  }

  /** Everything new up to and including the last reply to `id`, or to the end of its turn where nothing is said to it: an agent answers when they can. */
  async *until(id: string): AsyncGenerator<LogEntry> {
    for (;;) {
      const isOver = !(await this.#turnPends());
      let answered = false;
      for await (const entry of this.fresh()) {
        answered ||= entry.activity.replyToId === id;
        yield entry;
      }
      if (answered || isOver) return;
      await Promise.race([this.#news, sleep(LOOK_AGAIN_MS)]);
    }
  }

  close(): void {
    this.#stop();
  }

  /** A turn that leaves its entry to an agent says nothing that would wake this reader. */
  async #turnPends(): Promise<boolean> {
    const pending = await this.store.pendingTurns();
    return pending.some(({ conversationId }) => conversationId === this.conversationId);
  }

  #nextNews(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}

const scored = ({ topic, score }: { topic: string; score: number }): string => `${topic} ${score.toFixed(2)}`;

/** How typed words were heard, in one line: as what, the likeliest topic with its score, and what else they may have meant. */
function asHeard(heard: InterpretationRecord | undefined, words: Messages): string {
  if (!heard) return words("terminal.heard-exactly");
  const { topic, score, others } = heard;
  const acts = heard.acts.map(({ act, id }) => (id === undefined ? act : `${act} ${id}`)).join(", ");
  const guesses = [{ topic: topic ?? words("terminal.no-topic"), score }, ...others].map(scored).join(", ");
  return words("terminal.heard", { as: words(`terminal.as-${heard.as}`), acts, guesses });
}

/** The words of a message, with the name of the agent who speaks, or set apart as a notice of the desk. */
function saidBy({ channelData, from, text = "" }: Activity, words: Messages): string {
  if (channelData?.["agent"]) return words("terminal.agent", { name: from?.name ?? "", text });
  return channelData?.["desk"] ? words("terminal.notice", { text }) : text;
}

/** A card by the line; a draft stands in the message's own words. */
function cardLines(card: StepCard | undefined, words: Messages): string[] {
  if (card === undefined || card.kind === "draft") return [];
  const { heading, lines } = cardText(card, words);
  return [...[heading, ...lines].map((line) => `  ${line}`), ""];
}

/** A message for a terminal: its card, its words, its choices by number, and the commands in one line. */
export function asText(activity: Activity, words: Messages): string {
  const { answers = [], commands = [] } = buttonsUnder(activity) ?? {};
  const numbered = answers.map(({ title }, at) => `  ${at + 1}. ${title}`);
  const titles = commands.map(({ title }) => title).join(", ");
  const also = commands.length > 0 ? [`  (${words("terminal.also")} ${titles})`] : [];
  const card = cardLines(activity.channelData?.["card"] as StepCard | undefined, words);
  return [...card, saidBy(activity, words), ...numbered, ...also, ""].join("\n");
}

const Args = z.object({
  conversationId: z.string().min(1).nullable().default(null),
  /** tells of each typed line how it was heard */
  verbose: z.boolean().default(false),
});

/** Whoever conversations in a terminal is known by that conversation alone: what is exported or erased for them is no other person's. */
const userOf = (conversationId: string): string => `dl_${conversationId}`;

/** What a line stands for: the button of that number, or the words themselves. */
function activityOf(line: string, buttons: readonly CardAction[]): Activity {
  const picked = /^\d{1,2}$/.test(line.trim()) ? buttons[Number(line) - 1] : undefined;
  return picked
    ? { type: "message", text: picked.title, value: picked.value }
    : { type: "message", text: line };
}

/** A conversation in a terminal: lines in, text out. Each line waits for the bot's answer to the one before; what agents say comes when they say it. */
export async function* runTerminal(
  { store, door, words }: { store: Store; door: ConversationInbox; words: Messages },
  args: unknown,
  lines: AsyncIterable<unknown>,
): AsyncGenerator<string> {
  const { conversationId: known, verbose } = Args.parse(args ?? {});
  const conversationId = known ?? `terminal-${randomUUID()}`;
  const userId = userOf(conversationId);
  const reader = new LineReader(store, conversationId);
  let buttons: readonly CardAction[] = [];
  const show = ({ audience, activity }: LogEntry): string[] => {
    if (audience !== "everyone" || activity.from?.role === "user" || activity.type !== "message") return [];
    buttons = buttonsUnder(activity)?.answers ?? buttons;
    return [asText(activity, words)];
  };
  async function* take(line: string): AsyncGenerator<string> {
    const activity = { ...activityOf(line, buttons), id: randomUUID(), from: { id: userId, role: "user" } };
    const { id } = await door.post(conversationId, activity, [activity.id]);
    let told = !verbose;
    for await (const entry of reader.until(id)) {
      if (!told && entry.activity.replyToId === id) yield asHeard(interpretationIn(entry), words);
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

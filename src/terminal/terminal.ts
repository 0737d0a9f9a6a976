import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { StepCard } from "../../dialogs/step.ts";
import type { ConversationInbox } from "../bot/inbox.ts";
import { buttonsUnder } from "../bot/rendering/buttons.ts";
import { cardText } from "../bot/rendering/cards.ts";
import { sourceIn } from "../bot/rendering/source.ts";
import type { Messages } from "../guide/messages.ts";
import type { Activity, CardAction, LogEntry } from "../store/records.ts";
import type { Store } from "../store/store.ts";
import { type InterpretationRecord, interpretationIn } from "../tickets/ticket.ts";

const PAGE = 100;
const LOOK_AGAIN_MS = 20;

/** Reads the log of a conversation, each entry once, and waits for new ones. */
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

  /** Positions the reader at the last message of the user, and returns its id. */
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

  /** Resolves when there may be new entries. */
  get news(): Promise<void> {
    return this.#news;
  }

  /** Yields all new entries. */
  async *fresh(): AsyncGenerator<LogEntry> {
    this.#news = this.#nextNews();
    for (;;) {
      const entries = await this.store.readLog(this.conversationId, { after: this.#after, limit: PAGE });
      this.#after = entries.at(-1)?.seq ?? this.#after;
      yield* entries;
      if (entries.length < PAGE) return;
    }
  }

  /**
   * Yields new entries up to the last reply to `id`, or up to the end of its turn when nothing replies to it:
   * an agent replies later.
   */
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

  /** Returns whether a turn is pending. A turn that leaves its entry to an agent stores no reply that would wake this reader. */
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

const formatScore = ({ topic, score }: { topic: string; score: number }): string =>
  `${topic} ${score.toFixed(2)}`;

/**
 * Describes the interpretation of a typed message in one line: kind, acts, topic with score, and
 * alternatives.
 */
function describeInterpretation(heard: InterpretationRecord | undefined, words: Messages): string {
  if (!heard) return words("terminal.heard-exactly");
  const { topic, score, others } = heard;
  const acts = heard.acts.map(({ act, id }) => (id === undefined ? act : `${act} ${id}`)).join(", ");
  const guesses = [{ topic: topic ?? words("terminal.no-topic"), score }, ...others]
    .map(formatScore)
    .join(", ");
  return words("terminal.heard", { as: words(`terminal.as-${heard.as}`), acts, guesses });
}

/** Returns the text of a message, prefixed by the agent's name or marked as a notice. */
function renderText({ channelData, from, text = "" }: Activity, words: Messages): string {
  if (channelData?.["agent"]) return words("terminal.agent", { name: from?.name ?? "", text });
  return channelData?.["desk"] ? words("terminal.notice", { text }) : text;
}

/** Renders a card as lines; drafts are part of the message text. */
function cardLines(card: StepCard | undefined, words: Messages): string[] {
  if (card === undefined || card.kind === "draft") return [];
  const { heading, lines } = cardText(card, words);
  return [...[heading, ...lines].map((line) => `  ${line}`), ""];
}

/** Returns the footnote of an answer: the topic and the guide's version that it is told from. */
function footnote(activity: Activity, words: Messages): string[] {
  const source = sourceIn(activity);
  return source === null ? [] : [`  (${words("terminal.source", { ...source })})`];
}

/** Renders a message for a terminal: card, text, numbered choices and commands; with `verbose`, its source as well. */
export function asText(activity: Activity, words: Messages, verbose = false): string {
  const { answers = [], commands = [] } = buttonsUnder(activity) ?? {};
  const numbered = answers.map(({ title }, at) => `  ${at + 1}. ${title}`);
  const titles = commands.map(({ title }) => title).join(", ");
  const also = commands.length > 0 ? [`  (${words("terminal.also")} ${titles})`] : [];
  const card = cardLines(activity.channelData?.["card"] as StepCard | undefined, words);
  const source = verbose ? footnote(activity, words) : [];
  return [...card, renderText(activity, words), ...source, ...numbered, ...also, ""].join("\n");
}

const Args = z.object({
  conversationId: z.string().min(1).nullable().default(null),
  /** prints the interpretation of each typed line, and the source of each answer */
  verbose: z.boolean().default(false),
});

/** Derives a user id from the conversation, so that exports and erasures affect this terminal only. */
const userOf = (conversationId: string): string => `dl_${conversationId}`;

/** Converts a line into an activity: the button of that number, or a text. */
function activityOf(line: string, buttons: readonly CardAction[]): Activity {
  const picked = /^\d{1,2}$/.test(line.trim()) ? buttons[Number(line) - 1] : undefined;
  return picked
    ? { type: "message", text: picked.title, value: picked.value }
    : { type: "message", text: line };
}

/**
 * Runs a conversation in a terminal. Each line waits for the bot's answer to the previous one; agents'
 * messages appear as they arrive.
 */
export async function* runTerminal(
  { store, inbox, words }: { store: Store; inbox: ConversationInbox; words: Messages },
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
    return [asText(activity, words, verbose)];
  };
  async function* take(line: string): AsyncGenerator<string> {
    const activity = { ...activityOf(line, buttons), id: randomUUID(), from: { id: userId, role: "user" } };
    const { id } = await inbox.post(conversationId, activity, [activity.id]);
    let isDescribed = !verbose;
    for await (const entry of reader.until(id)) {
      if (!isDescribed && entry.activity.replyToId === id)
        yield describeInterpretation(interpretationIn(entry), words);
      isDescribed ||= entry.activity.replyToId === id;
      yield* show(entry);
    }
  }
  try {
    yield words("terminal.hello", { id: conversationId });
    const opened = await inbox.open({ id: conversationId, channel: "terminal", userId, locale: "en" });
    if (opened === "erased") {
      yield words("terminal.erased");
      return;
    }
    for await (const entry of reader.until(await reader.newestAsked())) yield* show(entry);
    const input = lines[Symbol.asyncIterator]();
    for (let next = input.next(); ; ) {
      const line = await Promise.race([next, reader.news]);
      if (line === undefined) {
        for await (const entry of reader.fresh()) yield* show(entry);
        continue;
      }
      if (line.done) return;
      if (typeof line.value === "string" && line.value.trim() !== "") yield* take(line.value);
      next = input.next();
    }
  } finally {
    reader.close();
  }
}

import type { Activity as BotActivity, TranscriptStore } from "botbuilder";
import type { Activity, Conversation, ConversationStart, LogEntry } from "../../src/store/records.ts";
import type { Store } from "../../src/store/store.ts";

/**
 * Bot Framework tells transcripts apart by channel and id, the desk by id alone: the first channel to use an id has
 * it plain, another channel's conversation of the same id is kept under a longer one.
 */
async function idInStore(
  store: Pick<Store, "conversation">,
  channelId: string,
  conversationId: string,
): Promise<string> {
  const scoped = prefix(channelId) + conversationId;
  if ((await store.conversation(scoped)) !== undefined) return scoped;
  const plain = await store.conversation(conversationId);
  const taken = typeof plain === "object" && plain.channel !== channelId;
  return taken ? scoped : conversationId;
}

function idInTranscript(channelId: string, id: string): string {
  return id.startsWith(prefix(channelId)) ? id.slice(prefix(channelId).length) : id;
}

function prefix(channelId: string): string {
  return `transcript of ${channelId}: `;
}

const pageLength = 20;

type LogStore = Pick<
  Store,
  "openConversation" | "conversation" | "conversations" | "receive" | "readLog" | "eraseConversation"
>;

/**
 * Bot Framework's `TranscriptStore` over the conversation logs, in the order of the log; what is logged without waiting
 * is stored one after the other. Notes among the people of
 * the desk are left out. What is logged to a deleted transcript is dropped: an erased conversation stays erased.
 */
export function transcriptStore(store: LogStore, now: () => Date): TranscriptStore {
  let logged: Promise<void> = Promise.resolve();
  return {
    async logActivity(activity) {
      const stored: Activity = JSON.parse(JSON.stringify(activity));
      const at = now().toISOString();
      const log = async (): Promise<void> => {
        const id = await idInStore(store, activity.channelId, activity.conversation.id);
        if ((await store.openConversation(startOf(id, activity, at))) === "erased") return;
        await store.receive(id, { activity: stored, keys: keysOf(activity), at, needsTurn: false });
      };
      const mine = logged.then(log);
      logged = mine.catch(() => undefined);
      await mine;
    },

    async getTranscriptActivities(channelId, conversationId, continuationToken, startDate) {
      const id = await idInStore(store, required(channelId), required(conversationId));
      const wanted = (entry: LogEntry) => isTranscript(entry) && (!startDate || momentOf(entry) >= startDate);
      const page: LogEntry[] = [];
      for await (const entry of entriesAfter(store, id, Number(continuationToken ?? 0))) {
        if (page.length === pageLength) break;
        if (wanted(entry)) page.push(entry);
      }
      const last = page.length === pageLength ? page.at(-1) : undefined;
      const place = { channelId, conversation: { id: conversationId } };
      const items = page.map(({ activity }) => revive({ ...place, ...activity }));
      return { items, continuationToken: tokenOf(last?.seq) };
    },

    async listTranscripts(channelId, continuationToken) {
      const channel = required(channelId);
      const page: Conversation[] = [];
      for await (const conversation of store.conversations(continuationToken)) {
        if (conversation.channel === channel) page.push(conversation);
        if (page.length === pageLength) break;
      }
      const last = page.length === pageLength ? page.at(-1) : undefined;
      const items = page.map(({ id, startedAt }) => ({
        channelId,
        id: idInTranscript(channelId, id),
        created: new Date(startedAt),
      }));
      return { items, continuationToken: tokenOf(last?.id) };
    },

    async deleteTranscript(channelId, conversationId) {
      await store.eraseConversation(await idInStore(store, required(channelId), required(conversationId)));
    },
  };
}

async function* entriesAfter(store: LogStore, id: string, seq: number): AsyncGenerator<LogEntry> {
  for (let after = seq; ; ) {
    const entries = await store.readLog(id, { after, limit: 5 * pageLength });
    yield* entries;
    const last = entries.at(-1);
    if (last === undefined) return;
    after = last.seq;
  }
}

function isTranscript({ audience }: LogEntry): boolean {
  return audience === "everyone";
}

function momentOf({ at, activity }: LogEntry): Date {
  return new Date(activity.timestamp ?? at);
}

/** Bot Framework's activities have Dates where their JSON has text. */
function revive(activity: Activity): BotActivity {
  const revived: Record<string, unknown> = { ...activity };
  for (const name of ["timestamp", "localTimestamp", "expiration"]) {
    const text = revived[name];
    if (typeof text === "string") revived[name] = new Date(text);
  }
  return revived as unknown as BotActivity;
}

/** An update or a deletion carries the id of the message it is about, and is not a second delivery of it. */
function keysOf({ type, id }: BotActivity): string[] {
  return id === undefined || id === "" ? [] : [type === "message" ? `id:${id}` : `${type}:${id}`];
}

function startOf(id: string, activity: Partial<BotActivity>, at: string): ConversationStart {
  const { channelId = "", from, recipient, locale } = activity;
  const person = from?.role === "bot" ? recipient : from;
  return { id, channel: channelId, userId: person?.id || "unknown", locale: locale ?? "en", startedAt: at };
}

function required(name: string): string {
  if (!name) throw new TypeError("a transcript is found by a channel id and a conversation id");
  return name;
}

/** Bot Framework types the token of the last page as a string, and means undefined. */
function tokenOf(place: string | number | undefined): string {
  return (place === undefined ? undefined : String(place)) as string;
}

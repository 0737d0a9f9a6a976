import type { Messages } from "../../guide/messages.ts";
import type { DeliveryResult } from "../../outbox/delivery.ts";
import { redactContactsIn, sanitizeAndRedact } from "../../redaction/redact.ts";
import { senderKind } from "../../search/ticket-search.ts";
import type { Activity, LogEntry } from "../../store/records.ts";
import type { Store } from "../../store/store.ts";
import { isOpen, type Ticket } from "../../store/ticket.ts";
import type { Actor, HumanDesk } from "../../tickets/human-desk.ts";
import type { IncomingActivity } from "../incoming-activity.ts";
import type { ChannelAgents } from "./agents.ts";
import { rejectionMessage } from "./card-actions.ts";
import { type Threads, threadId } from "./channels.ts";
import type { CardParts, Post, PostedCard } from "./ticket-post.ts";

/** Marks a message as written in the thread, by its id there, so that it is not posted again. */
const markThreadMessage = (id: string): Record<string, unknown> => ({ thread: id });

const isNote = ({ channelData }: Activity): boolean => channelData?.["note"] === true;

const senderName = ({ from }: Activity): string => from?.name ?? "";

/**
 * Returns the text of a log entry for the thread; null for hidden entries. Contacts of people are redacted.
 */
function renderEntry({ audience, activity }: LogEntry, words: Messages): string | null {
  const { type, text = "", channelData } = activity;
  if (type !== "message" || text.trim() === "" || channelData?.["thread"] !== undefined) return null;
  if (audience === "desk")
    return isNote(activity) ? words("support-channel.note", { name: senderName(activity), text }) : null;
  if (channelData?.["copy"] === true) return words("support-channel.copied");
  const kind = senderKind(activity);
  return kind === "agent"
    ? words("support-channel.agent", { name: senderName(activity), text })
    : words(`support-channel.${kind}`, { text: redactContactsIn(text) });
}

export interface ThreadMessageParts extends Pick<CardParts, "accounts" | "words"> {
  human: Pick<HumanDesk, "note" | "reply">;
  agents: ChannelAgents;
}

/** A message that an agent wrote in a thread. */
interface Written {
  text: string;
  activity: IncomingActivity;
}

type Of = Pick<Ticket, "number" | "conversationId">;

const note = /^note:/i;

/** Sends the message to the person, or stores it as a note. Idempotent by activity id. */
async function pass(
  { human, agents }: ThreadMessageParts,
  ticket: Of,
  actor: Actor,
  { text, activity }: Written,
) {
  const { number, conversationId } = ticket;
  const { id = null } = activity;
  const activityOf = (words: string) => ({
    type: "message",
    text: sanitizeAndRedact(words.trim()),
    channelData: markThreadMessage(id ?? ""),
  });
  const isNote = note.test(text);
  const made = isNote
    ? await human.note(number, actor, activityOf(text.replace(note, "")), id)
    : await human.reply(number, actor, activityOf(text), id);
  if ("refused" in made) return made;
  if (isNote) await agents.did(actor, "ticket noted", { number: String(number) });
  else await agents.did(actor, "person answered", { id: conversationId });
  return null;
}

/**
 * Handles an agent's message in a ticket's thread. Returns the reply when it was not delivered, else null.
 */
export async function handleThreadMessage(
  parts: ThreadMessageParts,
  ticket: Of,
  written: Written,
): Promise<string | null> {
  const { agents, words } = parts;
  const tried = note.test(written.text) ? "note" : "answer";
  const actor = await agents.find(written.activity, { number: String(ticket.number), tried });
  if (actor === null) return words("support-channel.stranger");
  if (written.text.replace(note, "").trim() === "") return words("support-channel.text-only");
  const refused = await pass(parts, ticket, actor, written);
  return refused && rejectionMessage(parts, ticket.number, refused);
}

export interface PostMessagesParts {
  store: Pick<Store, "readLog">;
  threads: Pick<Threads, "note">;
  words: Messages;
  post: Post;
}

const PAGE = 100;
const ELSEWHERE: DeliveryResult = { kind: "again", reason: "the ticket's thread is another one by now" };

/** Yields the log entries after `after`, oldest first, up to the time at which the ticket was closed. */
async function* entriesAfter(
  store: PostMessagesParts["store"],
  ticket: Ticket,
  after: number,
): AsyncGenerator<LogEntry> {
  const end = isOpen(ticket) ? null : ticket.state.since;
  for (let from = after; ; ) {
    const page = await store.readLog(ticket.conversationId, { after: from, limit: PAGE });
    for (const entry of page) {
      if (end !== null && entry.at > end) return;
      yield entry;
      from = entry.seq;
    }
    if (page.length < PAGE) return;
  }
}

/**
 * Posts new log entries to a thread. Saves the progress after each entry, so that a retry continues there, also after
 * the channel itself refused. Entries that are invalid or in doubt are reported, and not repeated. Stops when the
 * conversation is erased.
 */
export async function postMessages(
  { store, threads, words, post }: PostMessagesParts,
  ticket: Ticket,
  { thread, channel }: NonNullable<PostedCard["place"]>,
): Promise<DeliveryResult> {
  const target = { serviceUrl: channel.serviceUrl, conversationId: threadId(thread), replaces: null };
  let worst: DeliveryResult = { kind: "sent" };
  for await (const entry of entriesAfter(store, ticket, thread.shownUpTo)) {
    const text = renderEntry(entry, words);
    if (text === null) continue;
    const line = { type: "message", from: { id: channel.bot }, text, textFormat: "plain" };
    const { delivery, unfit } = await post(target, line);
    if (delivery.kind === "again" || (delivery.kind === "refused" && !unfit)) return delivery;
    if (delivery.kind !== "sent") worst = { ...delivery, reason: `line ${entry.seq} ${delivery.reason}` };
    if (!(await threads.note(ticket, { ...thread, shownUpTo: entry.seq }))) return ELSEWHERE;
  }
  return worst;
}

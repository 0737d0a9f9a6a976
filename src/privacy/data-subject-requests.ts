import { randomInt, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { AuditEvent } from "../audit/audit-entry.ts";
import type { Sender } from "../outbox/delivery.ts";
import { comparableEmail } from "../runtime/email-address.ts";
import type { Conversation, OutboxEntry } from "../store/records.ts";
import type { Store } from "../store/store.ts";
import { ticketName } from "../tickets/ticket.ts";
import { type ConversationExport, conversationExport } from "./conversation-export.ts";
import type { ErasedConversation, Eraser, NotErased } from "./eraser.ts";
import type { Privacy } from "./privacy.ts";

const alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/** Generates the receipt number of an erasure, easy to read aloud and random. */
export const erasureNumber = (): string =>
  `ER-${Array.from({ length: 8 }, () => alphabet[randomInt(alphabet.length)]).join("")}`;

/** Payload of an erasure request, which is executed after the turn is committed. */
const ErasureRequest = z.object({ receipt: z.string() });

const kind = "erase";

/** Makes the outbox entry with which a turn requests the erasure of its own conversation. */
export const erasureRequest = (conversationId: string, receipt: string): OutboxEntry => ({
  id: randomUUID(),
  conversationId,
  kind,
  lane: `${kind}/${conversationId}`,
  payload: { receipt },
});

/**
 * Makes the sender of erasure requests. It waits some seconds, so that the person can read the receipt
 * number.
 */
export const erasureSender =
  ({ erase }: Pick<Eraser, "erase">, graceMs = 5_000): Sender =>
  async ({ conversationId, payload }) => {
    const { receipt } = ErasureRequest.parse(payload);
    await sleep(graceMs);
    try {
      const erased = await erase(conversationId, receipt, { kind: "person" });
      return "refused" in erased && erased.refused === "held"
        ? { kind: "refused", reason: "the conversation is held" }
        : { kind: "sent" };
    } catch (error) {
      return { kind: "again", reason: String(error) };
    }
  };

/**
 * Finds the conversations of a person by a conversation id, user id, ticket such as XD-1001 or e-mail address. A match
 * includes all conversations of the same user.
 */
export async function conversationsOfPerson(
  store: Pick<Store, "conversations" | "tickets">,
  person: string,
): Promise<Conversation[]> {
  const searched = person.trim();
  const named = new Set([searched]);
  for await (const { number, contact, conversationId } of store.tickets()) {
    const isTheirs =
      contact.kind === "email" && comparableEmail(contact.address) === comparableEmail(searched);
    if (isTheirs || ticketName(number).toLowerCase() === searched.toLowerCase()) named.add(conversationId);
  }
  const users = new Set<string>();
  for await (const { id, userId } of store.conversations())
    if (named.has(id) || userId === searched) users.add(userId);
  const conversations: Conversation[] = [];
  for await (const conversation of store.conversations())
    if (users.has(conversation.userId)) conversations.push(conversation);
  return conversations;
}

/** Actor of a request, and their address. */
type By = Pick<AuditEvent, "who" | "from">;

/** Counts of an export. */
type Exported = Record<"talks" | "said" | "receipts" | "ratings" | "tickets", number>;

/** Result of an erasure: receipt, counts, and the number of held conversations that stay. */
interface Erased {
  receipt: string;
  erased: Record<"talks" | "entries" | "receipts" | "ratings" | "tickets" | "held", number>;
}

const aboutConversations = (conversations: readonly Conversation[]) => ({
  talks: conversations.map(({ id }) => id).join(" "),
});

/**
 * Exports conversations one after the other, then returns the counts. The export is audited before it starts.
 */
export async function* exportConversations(
  { store, record }: Pick<Privacy, "store" | "record">,
  conversations: readonly Conversation[],
  by: By,
): AsyncGenerator<ConversationExport, Exported> {
  await record({ ...by, what: "person exported", about: aboutConversations(conversations) });
  const exported = { talks: 0, said: 0, receipts: 0, ratings: 0, tickets: 0 };
  for (const conversation of conversations) {
    const copy: ConversationExport = await conversationExport(store, conversation);
    exported.talks += 1;
    for (const part of ["said", "receipts", "ratings", "tickets"] as const)
      exported[part] += copy[part].length;
    yield copy;
  }
  return exported;
}

/**
 * Erases the conversations that are not held, one after the other, then returns the counts under one receipt.
 */
export async function* eraseConversations(
  { eraser }: Pick<Privacy, "eraser">,
  conversations: readonly Conversation[],
  { who, from }: By,
): AsyncGenerator<{ conversationId: string } & (ErasedConversation | NotErased), Erased> {
  const receipt = erasureNumber();
  const erased = { talks: 0, entries: 0, receipts: 0, ratings: 0, tickets: 0, held: 0 };
  for (const { id } of conversations) {
    const outcome = await eraser.erase(id, receipt, who, from);
    yield { conversationId: id, ...outcome };
    if ("refused" in outcome) {
      if (outcome.refused === "held") erased.held += 1;
      continue;
    }
    erased.talks += 1;
    erased.entries += outcome.entries;
    erased.receipts += outcome.receipts;
    erased.ratings += outcome.ratings;
    erased.tickets += outcome.tickets.length;
  }
  return { receipt, erased };
}

/**
 * Holds conversations: nothing erases them until they are released. Returns how many were not held before.
 */
export async function holdConversations(
  { holds, record }: Pick<Privacy, "holds" | "record">,
  conversations: readonly Conversation[],
  by: By,
): Promise<number> {
  const held = await holds.hold(conversations);
  await record({ ...by, what: "person held", about: aboutConversations(conversations) });
  return held;
}

/** Releases the hold on conversations. Returns how many were held. */
export async function releaseConversations(
  { holds, record }: Pick<Privacy, "holds" | "record">,
  conversations: readonly Conversation[],
  by: By,
): Promise<number> {
  const released = await holds.release(conversations);
  await record({ ...by, what: "person released", about: aboutConversations(conversations) });
  return released;
}

import { z } from "zod";
import type { AuditActor } from "../audit/audit-entry.ts";
import type { AuditRecorder } from "../audit/audit-log.ts";
import { StateConflict } from "../store/errors.ts";
import type { Store } from "../store/store.ts";
import { isOpen } from "../store/ticket.ts";
import { ticketName } from "../tickets/ticket.ts";
import { endForErasure } from "../tickets/transitions/close.ts";

const key = "desk/holds";
/** A hold on one conversation. */
export const Hold = z.object({ id: z.string(), userId: z.string(), since: z.iso.datetime() });
export const HoldsDocument = z.object({ talks: z.array(Hold) });
type HoldsDocument = z.infer<typeof HoldsDocument>;

/** Legal holds: held conversations are not erased. */
export interface Holds {
  /** Returns whether this conversation, or another one of the same person, is held. */
  holds(conversation: { id: string; userId: string }): Promise<boolean>;
  /** Adds holds, and returns how many were new. */
  hold(conversations: readonly { id: string; userId: string }[]): Promise<number>;
  /** Removes holds, and returns how many there were. */
  release(conversations: readonly { id: string }[]): Promise<number>;
}

/** Opens the holds in one state document. */
export function openHolds(store: Pick<Store, "readState" | "writeState">, now: () => Date): Holds {
  const look = async (): Promise<{ talks: HoldsDocument["talks"]; eTag: string | null }> => {
    const stored = (await store.readState([key])).get(key);
    return stored === undefined
      ? { talks: [], eTag: null }
      : { ...HoldsDocument.parse(stored.value), eTag: stored.eTag };
  };
  const change = async (
    next: (conversations: HoldsDocument["talks"]) => HoldsDocument["talks"],
  ): Promise<number> => {
    for (;;) {
      const { talks: conversations, eTag } = await look();
      const changed = next(conversations);
      if (changed.length === conversations.length) return 0;
      try {
        await store.writeState([{ key, value: { talks: changed }, eTag }]);
        return Math.abs(changed.length - conversations.length);
      } catch (error) {
        if (!(error instanceof StateConflict)) throw error;
      }
    }
  };
  return {
    holds: async ({ id, userId }) =>
      (await look()).talks.some((held) => held.id === id || (userId !== "" && held.userId === userId)),
    hold: (conversations) =>
      change((held) => [
        ...held,
        ...conversations
          .filter(({ id }) => !held.some((one) => one.id === id))
          .map(({ id, userId }) => ({ id, userId, since: now().toISOString() })),
      ]),
    release: (conversations) =>
      change((held) =>
        held.filter(({ id }) => !conversations.some((conversation) => conversation.id === id)),
      ),
  };
}

const topic = "talk-gone";
const Passed = z.object({ conversationId: z.string() });

/** Makes the function that announces an erased conversation to this process and the others. */
export function announceErased(store: Pick<Store, "pass">, here: (conversationId: string) => void) {
  return (conversationId: string): void => {
    here(conversationId);
    store.pass(topic, { conversationId });
  };
}

/** Subscribes to erasures in other processes. Returns a function that unsubscribes. */
export const onErased = (store: Pick<Store, "hear">, listener: (conversationId: string) => void) =>
  store.hear(topic, (what) => {
    const passed = Passed.safeParse(what);
    if (passed.success) listener(passed.data.conversationId);
  });

/** Counts of an erased conversation. */
export interface ErasedConversation {
  conversationId: string;
  entries: number;
  receipts: number;
  ratings: number;
  /** tickets that remain, without their content */
  tickets: string[];
}

export type NotErased = { refused: "held" | "unknown" };

/** Erases conversations. */
export interface Eraser {
  /** Erases a conversation unless it is held. */
  remove(conversationId: string): Promise<ErasedConversation | NotErased>;
  /** Erases a conversation on request. Audits the erasure or its refusal under the receipt number. */
  erase(
    conversationId: string,
    receipt: string,
    by: AuditActor,
    from?: string | null,
  ): Promise<ErasedConversation | NotErased>;
}

/** Makes the eraser; `gone` is called for each erased conversation, to disconnect its readers. */
export function makeEraser(desk: {
  store: Pick<
    Store,
    "conversation" | "receipts" | "ratings" | "ticketsOf" | "moveTicket" | "eraseConversation"
  >;
  holds: Pick<Holds, "holds">;
  record: AuditRecorder;
  now: () => Date;
  onErased: (conversationId: string) => void;
}): Eraser {
  const { store, holds, record, now, onErased } = desk;

  /** Closes open tickets, because no answer can be delivered any more. */
  const endTickets = async (conversationId: string): Promise<void> => {
    for (;;) {
      const ticket = (await store.ticketsOf(conversationId)).find(isOpen);
      if (ticket === undefined) return;
      const at = now();
      const move = { from: ticket.revision, at: at.toISOString(), keys: [], says: [], outbox: [] };
      await store.moveTicket({ ...move, ticket: endForErasure(ticket, at) });
    }
  };

  const remove = async (id: string): Promise<ErasedConversation | NotErased> => {
    const conversation = await store.conversation(id);
    if (conversation === undefined || conversation === "erased") return { refused: "unknown" };
    if (await holds.holds(conversation)) return { refused: "held" };
    await endTickets(id);
    const there = {
      conversationId: id,
      entries: conversation.lastSeq,
      receipts: (await store.receipts(id)).length,
      ratings: (await store.ratings(id)).length,
      tickets: (await store.ticketsOf(id)).map(({ number }) => ticketName(number)),
    };
    await store.eraseConversation(id);
    onErased(id);
    return there;
  };

  return {
    remove,
    erase: async (id, receipt, who, from = null) => {
      const removed = await remove(id);
      const about = { receipt, conversation: id };
      if ("refused" in removed) {
        if (removed.refused === "held") await record({ who, from, what: "erasure refused", about });
        return removed;
      }
      const { entries, tickets } = removed;
      const counted = { ...about, entries: String(entries), tickets: tickets.join(" ") };
      await record({ who, from, what: "person erased", about: counted });
      return removed;
    },
  };
}

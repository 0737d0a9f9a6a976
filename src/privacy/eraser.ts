import { z } from "zod";
import type { AuditActor } from "../audit/audit-entry.ts";
import type { AuditRecorder } from "../audit/audit-log.ts";
import { StateConflict } from "../store/errors.ts";
import type { Store } from "../store/store.ts";
import { isOpen } from "../store/ticket.ts";
import { ticketName } from "../tickets/ticket.ts";
import { endForErasure } from "../tickets/transitions/close.ts";

const key = "desk/holds";
/** A conversation that is held. */
export const Hold = z.object({ id: z.string(), userId: z.string(), since: z.iso.datetime() });
export const HoldsDocument = z.object({ talks: z.array(Hold) });
type HoldsDocument = z.infer<typeof HoldsDocument>;

/** What must be kept for now, because of a legal dispute or an inquiry: nothing erases it. */
export interface Holds {
  /** Whether this conversation, or another of the same person, is held. */
  holds(conversation: { id: string; userId: string }): Promise<boolean>;
  /** Gives how many were not held before. */
  hold(conversations: readonly { id: string; userId: string }[]): Promise<number>;
  /** Gives how many were held. */
  release(conversations: readonly { id: string }[]): Promise<number>;
}

/** Keeps the holds in one state document. */
export function openHolds(store: Pick<Store, "readState" | "writeState">, now: () => Date): Holds {
  const look = async (): Promise<{ talks: HoldsDocument["talks"]; eTag: string | null }> => {
    const kept = (await store.readState([key])).get(key);
    return kept === undefined
      ? { talks: [], eTag: null }
      : { ...HoldsDocument.parse(kept.value), eTag: kept.eTag };
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

/** Tells this process and the others that a conversation was erased. */
export function announceErased(store: Pick<Store, "pass">, here: (conversationId: string) => void) {
  return (conversationId: string): void => {
    here(conversationId);
    store.pass(topic, { conversationId });
  };
}

/** Calls back with each conversation that another process erased. Returns how to stop. */
export const onErased = (store: Pick<Store, "hear">, listener: (conversationId: string) => void) =>
  store.hear(topic, (what) => {
    const passed = Passed.safeParse(what);
    if (passed.success) listener(passed.data.conversationId);
  });

/** How much of a conversation there was. */
export interface ErasedConversation {
  conversationId: string;
  entries: number;
  receipts: number;
  ratings: number;
  /** stay, without what was told in them */
  tickets: string[];
}

export type NotErased = { refused: "held" | "unknown" };

/** Takes conversations away for good. */
export interface Eraser {
  /** Erases a conversation, unless it is held. */
  remove(conversationId: string): Promise<ErasedConversation | NotErased>;
  /** The same on somebody's wish: the audit log notes it, and why not, under the number of the receipt. */
  erase(
    conversationId: string,
    receipt: string,
    by: AuditActor,
    from?: string | null,
  ): Promise<ErasedConversation | NotErased>;
}

/** Makes the eraser; `gone` hears of each erased conversation, so that whoever reads it is shown out. */
export function makeEraser(desk: {
  store: Pick<
    Store,
    "conversation" | "receipts" | "ratings" | "ticketsOf" | "moveTicket" | "eraseConversation"
  >;
  holds: Pick<Holds, "holds">;
  record: AuditRecorder;
  now: () => Date;
  gone: (conversationId: string) => void;
}): Eraser {
  const { store, holds, record, now, gone } = desk;

  /** Nobody waits for an answer that cannot come any more. */
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
    gone(id);
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

import { z } from "zod";
import type { AuditActor } from "../audit/audit-entry.ts";
import type { AuditRecorder } from "../audit/audit-log.ts";
import type { Store } from "../store/store.ts";
import { isOpen } from "../store/ticket.ts";
import { ticketName } from "../tickets/ticket.ts";
import { endForErasure } from "../tickets/transitions/close.ts";
import type { Holds } from "./holds.ts";

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

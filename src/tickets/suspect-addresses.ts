import { isMailAddress } from "../runtime/email-address.ts";
import type { Store } from "../store/store.ts";
import type { Ticket } from "../store/ticket.ts";

/** Reason to doubt an address: it is invalid, or the person typed another, denied it, or named several. */
export type Suspicion = "not-an-address" | "not-typed" | "denied" | "one-of-several";

/** Finds addresses of tickets to which nothing may be sent until somebody confirms them. */
export interface SuspectAddresses {
  /** Returns the suspicion; null: e-mail may be sent, or is not wanted */
  of(ticket: Pick<Ticket, "contact" | "conversationId">): Promise<Suspicion | null>;
}

interface Parts {
  store: Pick<Store, "readLog">;
  /** classifies how a text refers to an address */
  classifyMention: (text: string, address: string) => "only" | "among" | "denied" | "absent";
}

const PAGE = 200;

/** What a message that mentions the address makes of it. */
const suspicionOf = { only: null, denied: "denied", among: "one-of-several" } as const;

/**
 * Makes the check. An address that the person or an agent confirmed is not suspect; the stored mark of that is `checked`.
 * Earlier versions extracted addresses from sentences. Those are
 * compared with the conversation, where the newest message that mentions the address decides.
 */
export function makeSuspectAddresses({ store, classifyMention }: Parts): SuspectAddresses {
  return {
    async of({ contact, conversationId }) {
      if (contact.kind !== "email" || contact.checked) return null;
      const { address } = contact;
      if (!isMailAddress(address)) return "not-an-address";
      let suspicion: Suspicion | null = "not-typed";
      for await (const text of typedIn(store, conversationId)) {
        const mention = classifyMention(text, address);
        if (mention !== "absent") suspicion = suspicionOf[mention];
      }
      return suspicion;
    },
  };
}

/** Yields the messages that the person typed, oldest first. */
async function* typedIn(store: Parts["store"], conversationId: string): AsyncGenerator<string> {
  for (let after = 0; ; ) {
    const page = await store.readLog(conversationId, { after, limit: PAGE });
    for (const { activity, audience } of page)
      if (activity.type === "message" && activity.from?.role === "user" && audience === "everyone")
        yield activity.text ?? "";
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = last.seq;
  }
}

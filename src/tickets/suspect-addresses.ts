import { isMailAddress } from "../runtime/email-address.ts";
import type { Store } from "../store/store.ts";
import type { Ticket } from "../store/ticket.ts";

/** Reason to doubt an address: it is invalid, or the person typed another, denied it, or named several. */
export type Suspicion = "not-an-address" | "not-typed" | "denied" | "one-of-several";

/** Checks the addresses of tickets. */
export interface SuspectAddresses {
  /** Returns the suspicion; null: e-mail may be sent, or is not wanted */
  of(ticket: Pick<Ticket, "contact" | "conversationId">): Promise<Suspicion | null>;
}

interface Parts {
  store: Pick<Store, "readLog">;
  /** classifies how a text refers to an address */
  use: (text: string, address: string) => "only" | "among" | "denied" | "absent";
}

const PAGE = 200;

/**
 * Makes the check. A confirmed address is not suspect. Earlier versions extracted addresses from sentences. Those are
 * compared with the conversation, where the newest message that mentions the address decides.
 */
export function makeSuspectAddresses({ store, use }: Parts): SuspectAddresses {
  return {
    async of({ contact, conversationId }) {
      if (contact.kind !== "email" || contact.checked) return null;
      const { address } = contact;
      if (!isMailAddress(address)) return "not-an-address";
      let suspicion: Suspicion | null = "not-typed";
      for await (const text of typedIn(store, conversationId)) {
        const used = use(text, address);
        if (used === "only") suspicion = null;
        else if (used !== "absent") suspicion = used === "denied" ? "denied" : "one-of-several";
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

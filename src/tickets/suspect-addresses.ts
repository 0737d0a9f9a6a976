import { isMailAddress } from "../runtime/email-address.ts";
import type { Store } from "../store/store.ts";
import type { Ticket } from "../store/ticket.ts";

/** Why nobody can be sure that an address is the person's: it is none, or they typed another, or denied it, or named several. */
export type Suspicion = "not-an-address" | "not-typed" | "denied" | "one-of-several";

/** Judges the addresses of tickets. */
export interface SuspectAddresses {
  /** null: answers may be sent there, or are not to be sent by e-mail */
  of(ticket: Pick<Ticket, "contact" | "conversationId">): Promise<Suspicion | null>;
}

interface Parts {
  store: Pick<Store, "readLog">;
  /** how a text speaks of an address */
  use: (text: string, address: string) => "only" | "among" | "denied" | "absent";
}

const PAGE = 200;

/**
 * Makes the judge. An address that was confirmed is not suspect. Earlier versions cut addresses out of sentences: theirs
 * are held against what the person typed in the conversation, where the newest message that names the address decides.
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

/** What the person typed in a conversation, oldest first. */
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

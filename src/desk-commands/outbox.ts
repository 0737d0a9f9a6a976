import type { Store } from "../store/port.ts";

/** What is still to be sent, then what was perhaps sent or given up, with why. Payloads are left out. */
export async function* listOutbox(store: Store): AsyncGenerator<object> {
  for (const { id, conversationId, kind, lane } of await store.unsent()) {
    yield { fate: "waiting", id, conversationId, kind, lane };
  }
  for (const { kind, entryKind, ...trouble } of await store.outboxTroubles()) {
    yield { fate: kind, ...trouble, kind: entryKind };
  }
}

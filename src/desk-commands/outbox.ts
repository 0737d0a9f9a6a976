import { MailedAnswer } from "../desk/answer-by-mail.ts";
import type { FindRecipient } from "../outbox/mail/recipient.ts";
import type { Store } from "../store/port.ts";
import type { OutboxEntry } from "../store/records.ts";

/** What is still to be sent, then what was perhaps sent or given up, with why. Payloads are left out; of a mail that is held its ticket is told. */
export async function* listOutbox(store: Store, recipientOf: FindRecipient): AsyncGenerator<object> {
  for (const entry of await store.unsent()) {
    const { id, conversationId, kind, lane } = entry;
    yield { ...(await standing(entry, recipientOf)), id, conversationId, kind, lane };
  }
  for (const { kind, entryKind, ...trouble } of await store.outboxTroubles()) {
    yield { fate: kind, ...trouble, kind: entryKind };
  }
}

async function standing({ kind, payload }: OutboxEntry, recipientOf: FindRecipient): Promise<object> {
  const answer = kind === "mail" ? MailedAnswer.safeParse(payload).data : undefined;
  const recipient = answer && (await recipientOf(answer));
  return recipient && "held" in recipient
    ? { fate: "held", reason: recipient.held, ticket: answer.ticket }
    : { fate: "waiting" };
}

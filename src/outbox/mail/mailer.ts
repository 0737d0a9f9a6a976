import { MailedAnswer } from "../../desk/answer-by-mail.ts";
import type { Phrases } from "../../guide/phrases.ts";
import { asSent } from "../../mail-address/mail-address.ts";
import type { Courier, Delivery } from "../delivery.ts";
import { letter } from "./letter.ts";
import { post } from "./post.ts";
import type { FindRecipient } from "./recipient.ts";

/** What sending answers by e-mail needs. */
export interface MailerParts {
  /** `smtp:` or `smtps:`, with the credentials */
  url: string;
  /** the desk's own address */
  from: string;
  words: Phrases;
  /** a link that opens the talk once, the same one for every try of an e-mail */
  linkTo: (talk: MailedAnswer["talk"], about: { ticket: string; mail: string }) => Promise<string>;
  recipientOf: FindRecipient;
  /** without a sign of the server for so long an attempt has failed */
  timeoutMs?: number;
}

const TIMEOUT_MS = 20_000;

/** Sends answers by e-mail, each under a Message-ID of its own that stays the same from try to try. */
export function mailer(parts: MailerParts): Courier {
  const { url, words, linkTo, timeoutMs = TIMEOUT_MS } = parts;
  const from = asSent(parts.from);
  const domain = from.slice(from.lastIndexOf("@") + 1);
  return async ({ id, payload }): Promise<Delivery> => {
    const answer = MailedAnswer.parse(payload);
    const recipient = await parts.recipientOf(answer).catch(notFound);
    if ("again" in recipient) return { kind: "again", reason: recipient.again };
    if ("held" in recipient) return { kind: "held", reason: recipient.held };
    if ("refused" in recipient) return { kind: "refused", reason: recipient.refused };
    const { to } = recipient;
    const link = await linkTo(answer.talk, { ticket: answer.ticket, mail: id });
    const about = { from, link, messageId: `<${id}@${domain}>`, words };
    const raw = await letter({ ...answer, to }, about);
    return post(url, { from, to: asSent(to), letter: raw }, timeoutMs);
  };
}

/** The store did not tell, as when it is away. */
const notFound = (error: unknown): { again: string } => ({
  again: error instanceof Error ? error.name : "store error",
});

import { createHash, randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { parseConnectionUrl } from "nodemailer/lib/shared";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import type { Messages } from "../../guide/messages.ts";
import { isMailAddress, normalizeEmail } from "../../runtime/email-address.ts";
import type { Store } from "../../store/store.ts";
import { answerIdOf, EmailedAnswer, linkByEmail } from "../../tickets/answer-by-email.ts";
import type { SuspectAddresses } from "../../tickets/suspect-addresses.ts";
import { ticketName } from "../../tickets/ticket.ts";
import type { DeliveryResult, Sender } from "../delivery.ts";
import { composeEmail } from "./email-template.ts";
import type { FindQuestion } from "./find-question.ts";

/** Recipient of an answer, or the reason why it waits or is not sent. */
type Recipient = { to: string } | { held: string } | { refused: string };

/** Finds the current recipient of an answer. */
export type FindRecipient = (answer: EmailedAnswer) => Promise<Recipient>;

const NOT_CONFIRMED = "the address is not confirmed";

/**
 * Makes the lookup of recipients. An answer goes to the ticket's current address once it is not suspect. If the person
 * has switched e-mail off, it goes to the address confirmed before, or is not sent.
 */
export const findRecipient =
  (store: Pick<Store, "ticketsOf">, suspects: SuspectAddresses): FindRecipient =>
  async ({ to, checked, ticket: name, talk: { conversation } }) => {
    const ticket = (await store.ticketsOf(conversation)).find(({ number }) => ticketName(number) === name);
    if (ticket?.contact.kind === "email") {
      const { address } = ticket.contact;
      return (await suspects.of(ticket)) === null ? { to: address } : { held: NOT_CONFIRMED };
    }
    if (checked) return { to };
    if (ticket === undefined) return isMailAddress(to) ? { to } : { refused: "not an address" };
    const given = { contact: { kind: "email", address: to }, conversationId: conversation } as const;
    return (await suspects.of(given)) === null ? { to } : { refused: NOT_CONFIRMED };
  };

/**
 * Makes the function that e-mails a new link to a ticket's address. It resolves to whether there is an
 * address.
 */
export const makeLinkSender =
  (store: Pick<Store, "ticketsOf" | "commitTurn">, now: () => Date) =>
  async ({ conversation }: { conversation: string }, about: string | null): Promise<boolean> => {
    const reachable = (await store.ticketsOf(conversation)).filter(({ contact }) => contact.kind === "email");
    const ticket = reachable.find(({ number }) => ticketName(number) === about) ?? reachable.at(-1);
    if (ticket === undefined) return false;
    await store.commitTurn({
      conversationId: conversation,
      answers: null,
      at: now().toISOString(),
      replies: [],
      state: [],
      tickets: [],
      receipts: [],
      ratings: [],
      outbox: linkByEmail(ticket, randomUUID()),
    });
    return true;
  };

/** Error fields of nodemailer. The server's message is omitted, because it may contain the address. */
interface SmtpFault {
  code?: string;
  responseCode?: number;
}

/**
 * Converts an SMTP failure into a delivery result (RFC 5321, section 4.2.1): 4xx is retried, 5xx is final. Without a
 * reply it is retried, unless the message was already being sent and may have arrived.
 */
function deliveryResultOf({ code, responseCode }: SmtpFault, begun: boolean): DeliveryResult {
  if (responseCode !== undefined && responseCode >= 500)
    return { kind: "refused", reason: `answered ${responseCode}` };
  if (responseCode !== undefined && responseCode >= 400)
    return { kind: "again", reason: `answered ${responseCode}` };
  const reason = code ?? "no reply";
  return begun ? { kind: "unconfirmed", reason } : { kind: "again", reason };
}

/** A MIME message and its envelope. */
interface SmtpMessage {
  from: string;
  to: string;
  message: Buffer;
}

/**
 * Sends one message to the SMTP server of a `smtp:` or `smtps:` URL. Does not throw on the server's errors.
 */
function sendBySmtp(
  url: string,
  { from, to, message }: SmtpMessage,
  timeoutMs: number,
): Promise<DeliveryResult> {
  const { auth, ...server } = parseConnectionUrl(url);
  const connection = new SMTPConnection({
    ...server,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
  });
  let begun = false;
  const body = Readable.from(
    (function* () {
      begun = true;
      yield message;
    })(),
  );
  return new Promise((resolve) => {
    const end = (fault: Error | null | undefined): void => {
      if (fault) connection.close();
      else connection.quit();
      resolve(
        fault ? deliveryResultOf(fault as { code?: string; responseCode?: number }, begun) : { kind: "sent" },
      );
    };
    const send = (): void => connection.send({ from, to: [to] }, body, (fault) => end(fault));
    connection.once("error", end);
    connection.connect((fault) => {
      if (fault) end(fault);
      else if (auth) connection.login(auth, (refused) => (refused ? end(refused) : send()));
      else send();
    });
  });
}

/** Dependencies of the e-mail sender. */
export interface EmailSenderParts {
  /** `smtp:` or `smtps:` URL with credentials */
  url: string;
  /** sender address of the desk */
  from: string;
  /** address that somebody reads; null: replies are not read */
  replyTo: string | null;
  words: Messages;
  /** makes a single-use link into the conversation; retries of an e-mail get the same link */
  linkTo: (conversation: EmailedAnswer["talk"], about: { ticket: string; mail: string }) => Promise<string>;
  recipientOf: FindRecipient;
  questionOf: FindQuestion;
  /** inactivity timeout of the SMTP connection */
  timeoutMs?: number;
}

const TIMEOUT_MS = 20_000;

/** Makes the sender of e-mailed answers. The Message-ID stays the same between retries. */
export function emailSender(parts: EmailSenderParts): Sender {
  const { url, words, linkTo, timeoutMs = TIMEOUT_MS } = parts;
  const from = normalizeEmail(parts.from);
  const domain = from.slice(from.lastIndexOf("@") + 1);
  return async ({ id, payload }): Promise<DeliveryResult> => {
    const answer = EmailedAnswer.parse(payload);
    const recipient = await parts.recipientOf(answer).catch(notFound);
    if ("again" in recipient) return { kind: "again", reason: recipient.again };
    if ("held" in recipient) return { kind: "held", reason: recipient.held };
    if ("refused" in recipient) return { kind: "refused", reason: recipient.refused };
    const { to } = recipient;
    const link = await linkTo(answer.talk, { ticket: answer.ticket, mail: id });
    const message = await composeEmail(
      { ...answer, to },
      {
        from,
        replyTo: parts.replyTo,
        link,
        messageId: `<${id}@${domain}>`,
        threadId: `<${threadOf(answer)}@${domain}>`,
        question: answer.linkAlone ? null : await parts.questionOf(answer, answerIdOf(id)).catch(() => null),
        words,
      },
    );
    return sendBySmtp(url, { from, to: normalizeEmail(to), message }, timeoutMs);
  };
}

/** Names the thread of a ticket's e-mails, without telling the conversation. */
const threadOf = ({ ticket, talk: { conversation } }: EmailedAnswer): string =>
  `${ticket.toLowerCase()}.${createHash("sha256").update(conversation).digest("base64url").slice(0, 16)}`;

/** Converts a store error into a retry. */
const notFound = (error: unknown): { again: string } => ({
  again: error instanceof Error ? error.name : "store error",
});

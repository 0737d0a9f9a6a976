import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import MailComposer from "nodemailer/lib/mail-composer";
import { parseConnectionUrl } from "nodemailer/lib/shared";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import type { Messages } from "../../guide/messages.ts";
import { isMailAddress, normalizeEmail } from "../../runtime/email-address.ts";
import type { Store } from "../../store/store.ts";
import { EmailedAnswer, linkByEmail } from "../../tickets/answer-by-email.ts";
import type { SuspectAddresses } from "../../tickets/suspect-addresses.ts";
import { ticketName } from "../../tickets/ticket.ts";
import type { DeliveryResult, Sender } from "../delivery.ts";

/** Where an answer goes, or why it waits or goes nowhere. */
type Recipient = { to: string } | { held: string } | { refused: string };

/** Finds out where an answer goes by now. */
export type FindRecipient = (answer: EmailedAnswer) => Promise<Recipient>;

const NOT_CONFIRMED = "the address is not confirmed";

/**
 * Makes the look-up: an answer goes to the address that its ticket has by now, once that is beyond doubt. Where the
 * person wants no e-mail any more, it goes to the one that they had confirmed, or nowhere.
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

/** Makes what sends a new link into a conversation to the address of a ticket of it; gives whether there is one. */
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

/** What nodemailer says of a failed attempt; the server's own words are left out, for they may hold the address. */
interface SmtpFault {
  code?: string;
  responseCode?: number;
}

/**
 * What a failed attempt means (RFC 5321, section 4.2.1): 4xx asks to come again, 5xx will never be taken. Without a
 * reply nothing was taken unless the message had begun to be sent: then it may have arrived.
 */
function deliveryResultOf({ code, responseCode }: SmtpFault, begun: boolean): DeliveryResult {
  if (responseCode !== undefined && responseCode >= 500)
    return { kind: "refused", reason: `answered ${responseCode}` };
  if (responseCode !== undefined && responseCode >= 400)
    return { kind: "again", reason: `answered ${responseCode}` };
  const reason = code ?? "no reply";
  return begun ? { kind: "unconfirmed", reason } : { kind: "again", reason };
}

/** A letter and its envelope. */
interface SmtpMessage {
  from: string;
  to: string;
  letter: Buffer;
}

/** Hands one letter to the SMTP server of a `smtp:` or `smtps:` URL. Never throws for what the server does. */
function sendBySmtp(
  url: string,
  { from, to, letter }: SmtpMessage,
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
      yield letter;
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

/** The e-mail of an answer: plain text, with a link back into the conversation. Or that link alone, for whoever asked for it. */
const emailTemplate = (
  { to, ticket, agent, text, linkAlone }: EmailedAnswer,
  about: { from: string; link: string; messageId: string; words: Messages },
): Promise<Buffer> =>
  new MailComposer({
    from: about.from,
    to: { name: "", address: to },
    subject: about.words(linkAlone ? "mail.linkSubject" : "mail.subject", { number: ticket }),
    text: linkAlone
      ? about.words("mail.link", { number: ticket, link: about.link })
      : about.words("mail.answer", { agent, text, link: about.link }),
    messageId: about.messageId,
    headers: { "Auto-Submitted": "auto-replied" },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();

/** What sending answers by e-mail needs. */
export interface EmailSenderParts {
  /** `smtp:` or `smtps:`, with the credentials */
  url: string;
  /** the desk's own address */
  from: string;
  words: Messages;
  /** a link that opens the conversation once, the same one for every try of an e-mail */
  linkTo: (conversation: EmailedAnswer["talk"], about: { ticket: string; mail: string }) => Promise<string>;
  recipientOf: FindRecipient;
  /** without a sign of the server for so long an attempt has failed */
  timeoutMs?: number;
}

const TIMEOUT_MS = 20_000;

/** Sends answers by e-mail, each under a Message-ID of its own that stays the same from try to try. */
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
    const about = { from, link, messageId: `<${id}@${domain}>`, words };
    const raw = await emailTemplate({ ...answer, to }, about);
    return sendBySmtp(url, { from, to: normalizeEmail(to), letter: raw }, timeoutMs);
  };
}

/** The store did not tell, as when it is away. */
const notFound = (error: unknown): { again: string } => ({
  again: error instanceof Error ? error.name : "store error",
});

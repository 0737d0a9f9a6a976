import MailComposer from "nodemailer/lib/mail-composer";
import type { Messages } from "../../guide/messages.ts";
import type { EmailedAnswer } from "../../tickets/answer-by-email.ts";

/** What the person wrote before an answer, and when (ISO 8601). */
export interface Question {
  text: string;
  at: string;
}

/** Everything of an e-mail that the answer itself does not hold. */
export interface EmailContext {
  /** sender address of the desk */
  from: string;
  /** address that somebody reads; null: replies are not read */
  replyTo: string | null;
  /** single-use link into the conversation */
  link: string;
  /** identifies the e-mail (RFC 5322, section 3.6.4) */
  messageId: string;
  /** identifies the thread of all e-mails of a ticket; no e-mail carries it itself */
  threadId: string;
  question: Question | null;
  words: Messages;
}

/**
 * Builds the MIME message of an answer, as plain text and as HTML with the same words, or of a link alone. All e-mails of a
 * ticket refer to one thread (RFC 5322, section 3.6.4). Only a link alone is marked as automatic (RFC 3834, section 5).
 */
export function composeEmail(answer: EmailedAnswer, context: EmailContext): Promise<Buffer> {
  const { words, replyTo, threadId } = context;
  const { agent, ticket, linkAlone } = answer;
  const parts = linkAlone ? linkParts(answer, context) : answerParts(answer, context);
  return new MailComposer({
    from: {
      name: linkAlone ? words("mail.from-desk") : words("mail.from", { agent: firstLineOf(agent) }),
      address: context.from,
    },
    to: { name: "", address: answer.to },
    ...(replyTo !== null && { replyTo }),
    subject: words(linkAlone ? "mail.linkSubject" : "mail.subject", { number: ticket }),
    text: parts.map(plainOf).join("\n\n"),
    html: `<div style="font-family:sans-serif;font-size:15px;line-height:1.5">${parts.map(htmlOf).join("")}</div>`,
    messageId: context.messageId,
    inReplyTo: threadId,
    references: threadId,
    headers: linkAlone ? { "Auto-Submitted": "auto-generated" } : {},
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
}

/** A block of an e-mail. */
type Part = { text: string } | { link: string; title: string } | { quoted: string } | { small: string };

const answerParts = ({ text }: EmailedAnswer, { words, link, replyTo, question }: EmailContext): Part[] => [
  { text },
  { link, title: words("mail.open") },
  { small: `${words("mail.link-terms")} ${words(replyTo === null ? "mail.no-replies" : "mail.replies")}` },
  ...(question === null
    ? []
    : [{ text: words("mail.quoted", { date: question.at.slice(0, 10) }) }, { quoted: question.text }]),
];

const linkParts = ({ ticket }: EmailedAnswer, { words, link }: EmailContext): Part[] => [
  { text: words("mail.link", { number: ticket }) },
  { link, title: words("mail.open-again") },
  { small: `${words("mail.link-terms")} ${words("mail.link-unasked")}` },
];

function plainOf(part: Part): string {
  if ("link" in part) return `${part.title}\n${part.link}`;
  if ("quoted" in part) return part.quoted.replaceAll(/^/gm, "> ");
  return "small" in part ? part.small : part.text;
}

function htmlOf(part: Part): string {
  if ("link" in part) return `<p><a href="${escapeHtml(part.link)}">${escapeHtml(part.title)}</a></p>`;
  if ("quoted" in part)
    return `<blockquote style="margin:0;padding-left:12px;border-left:3px solid #ccc;color:#555">${paragraphs(part.quoted)}</blockquote>`;
  return "small" in part
    ? `<p style="color:#666;font-size:13px">${escapeHtml(part.small)}</p>`
    : paragraphs(part.text);
}

const paragraphs = (text: string): string =>
  text
    .split(/(?:\r?\n){2,}/)
    .map((paragraph) => `<p>${escapeHtml(paragraph).replaceAll(/\r?\n/g, "<br>")}</p>`)
    .join("");

const escapeHtml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const firstLineOf = (text: string): string => text.split(/[\r\n]/, 1)[0] ?? "";

import MailComposer from "nodemailer/lib/mail-composer";
import type { MailedAnswer } from "../../desk/answer-by-mail.ts";
import type { Phrases } from "../../guide/phrases.ts";

/** The e-mail of an answer: plain text, with a link back into the talk. */
export const letter = (
  { to, ticket, agent, text }: MailedAnswer,
  about: { from: string; link: string; messageId: string; words: Phrases },
): Promise<Buffer> =>
  new MailComposer({
    from: about.from,
    to: { name: "", address: to },
    subject: about.words("mail.subject", { number: ticket }),
    text: about.words("mail.answer", { agent, text, link: about.link }),
    messageId: about.messageId,
    headers: { "Auto-Submitted": "auto-replied" },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();

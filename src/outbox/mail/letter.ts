import MailComposer from "nodemailer/lib/mail-composer";
import type { MailedAnswer } from "../../desk/answer-by-mail.ts";
import type { Phrases } from "../../guide/phrases.ts";

/** The e-mail of an answer: plain text, with a link back into the talk. Or that link alone, for whoever asked for it. */
export const letter = (
  { to, ticket, agent, text, linkAlone }: MailedAnswer,
  about: { from: string; link: string; messageId: string; words: Phrases },
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

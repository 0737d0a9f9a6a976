import { MailedAnswer } from "../../desk/answer-by-mail.ts";
import type { Phrases } from "../../guide/phrases.ts";
import type { Courier } from "../delivery.ts";
import { letter } from "./letter.ts";
import { post } from "./post.ts";

/** What sending answers by e-mail needs. */
export interface MailerParts {
  /** `smtp:` or `smtps:`, with the credentials */
  url: string;
  /** the desk's own address */
  from: string;
  words: Phrases;
  /** a link that opens the talk once, the same one for every try of an e-mail */
  linkTo: (talk: MailedAnswer["talk"], about: { ticket: string; mail: string }) => Promise<string>;
  /** without a sign of the server for so long an attempt has failed */
  timeoutMs?: number;
}

const TIMEOUT_MS = 20_000;

/** Sends answers by e-mail, each under a Message-ID of its own that stays the same from try to try. */
export function mailer({ url, from, words, linkTo, timeoutMs = TIMEOUT_MS }: MailerParts): Courier {
  const domain = from.slice(from.lastIndexOf("@") + 1);
  return async ({ id, payload }) => {
    const answer = MailedAnswer.parse(payload);
    const link = await linkTo(answer.talk, { ticket: answer.ticket, mail: id });
    const about = { from, link, messageId: `<${id}@${domain}>`, words };
    return post(url, { from, to: answer.to, letter: await letter(answer, about) }, timeoutMs);
  };
}

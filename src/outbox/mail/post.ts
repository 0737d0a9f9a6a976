import { Readable } from "node:stream";
import { parseConnectionUrl } from "nodemailer/lib/shared";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import type { Delivery } from "../delivery.ts";
import { fateOf } from "./fate.ts";

/** A letter and its envelope. */
export interface Posting {
  from: string;
  to: string;
  letter: Buffer;
}

/** Hands one letter to the SMTP server of a `smtp:` or `smtps:` URL. Never throws for what the server does. */
export function post(url: string, { from, to, letter }: Posting, timeoutMs: number): Promise<Delivery> {
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
      resolve(fault ? fateOf(fault as { code?: string; responseCode?: number }, begun) : { kind: "sent" });
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

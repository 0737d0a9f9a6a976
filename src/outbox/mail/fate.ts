import type { Delivery } from "../delivery.ts";

/** What nodemailer says of a failed attempt; the server's own words are left out, for they may hold the address. */
interface SmtpFault {
  code?: string;
  responseCode?: number;
}

/**
 * What a failed attempt means (RFC 5321, section 4.2.1): 4xx asks to come again, 5xx will never be taken. Without a
 * reply nothing was taken unless the message had begun to be sent: then it may have arrived.
 */
export function fateOf({ code, responseCode }: SmtpFault, begun: boolean): Delivery {
  if (responseCode !== undefined && responseCode >= 500)
    return { kind: "refused", reason: `answered ${responseCode}` };
  if (responseCode !== undefined && responseCode >= 400)
    return { kind: "again", reason: `answered ${responseCode}` };
  const reason = code ?? "no reply";
  return begun ? { kind: "unconfirmed", reason } : { kind: "again", reason };
}

import type { MoveRefused } from "../../../desk/human-desk.ts";
import { ticketName } from "../../../desk/ticket.ts";
import { type CardParts, nameOf } from "./face.ts";

/** What an agent is told whose move was not made. */
export async function refusalWords(
  { accounts, words }: Pick<CardParts, "accounts" | "words">,
  ticket: number,
  refused: MoveRefused,
): Promise<string> {
  const number = ticketName(ticket);
  if (refused.refused === "closed") return words("support-channel.closed", { number });
  if (refused.refused === "unknown" || refused.refused === "not-waiting" || refused.refused === "no-address")
    return words("support-channel.unknown", { number });
  const name = await nameOf(accounts, refused.by);
  return name === null
    ? words("support-channel.nobody-has-it", { number })
    : words("support-channel.taken", { number, name });
}

import { randomUUID } from "node:crypto";
import type { Messages } from "../guide/messages.ts";
import type { Activity } from "../store/records.ts";
import type { TicketDistress } from "../store/ticket.ts";
import { ticketName } from "./ticket.ts";
import type { Receiver } from "./transitions/claim.ts";

type NoticeKind =
  | "claimed"
  | "released"
  | "transferred"
  | "resolved"
  | "lease-ended"
  | "next-in-line"
  | "let-in"
  | "swept"
  | "sweep-undone"
  | "masked"
  | "crisis";

const noticeIn =
  (words: Messages) =>
  (notice: NoticeKind, ticket: number, text: string, name?: string): Activity => ({
    type: "message",
    id: randomUUID(),
    from: { id: "desk", name: words("copy.desk"), role: "bot" },
    text,
    textFormat: "plain",
    channelData: { desk: { notice, ticket, ...(name === undefined ? {} : { agent: { name } }) } },
  });

/** Makes the notice, while an agent is in the conversation, that secrets were redacted. */
export const hiddenNotice =
  (words: Messages) =>
  (ticket: number): Activity =>
    noticeIn(words)("masked", ticket, words("notices.masked"));

/** Makes the notice, while an agent is in the conversation, that names a crisis line. */
export const crisisNotice =
  (words: Messages) =>
  (ticket: number, line: string): Activity =>
    noticeIn(words)("crisis", ticket, words("notices.crisis", { line }));

/** Makes the note for staff that the last message shows distress. */
export const distressNote =
  (words: Messages) =>
  (kind: TicketDistress): Activity => ({
    type: "message",
    id: randomUUID(),
    from: { id: "desk", name: words("copy.desk"), role: "bot" },
    text: words(`notices.distress-${kind}`),
    textFormat: "plain",
    channelData: { note: true },
  });

/** Makes the system messages about tickets. */
export function systemMessages(words: Messages, titleOf: (team: string) => string) {
  const notice = noticeIn(words);
  return {
    claimed: (ticket: number, name: string) =>
      notice("claimed", ticket, words("notices.claimed", { name }), name),
    released: (ticket: number) => notice("released", ticket, words("notices.released")),
    transferred: (ticket: number, to: Receiver) =>
      "agent" in to
        ? notice(
            "transferred",
            ticket,
            words("notices.transferred", { name: to.agent.firstName }),
            to.agent.firstName,
          )
        : notice("transferred", ticket, words("notices.transferred-to-team", { team: titleOf(to.team) })),
    resolved: (ticket: number, name: string) =>
      notice("resolved", ticket, words("notices.resolved", { name, number: ticketName(ticket) }), name),
    "lease-ended": (ticket: number) => notice("lease-ended", ticket, words("notices.lease-ended")),
    "next-in-line": (ticket: number) => notice("next-in-line", ticket, words("notices.next-in-line")),
    quarantine: (kind: "let-in" | "swept" | "sweep-undone", ticket: number) =>
      notice(kind, ticket, words(`notices.${kind}`, { number: ticketName(ticket) })),
  };
}

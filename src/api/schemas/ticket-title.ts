import { redactContactsIn } from "../../redaction/redact.ts";
import type { Ticket } from "../../store/ticket.ts";

const longest = 90;

/** Returns a text on one line, truncated at a word boundary. */
function oneLine(text: string): string {
  const line = redactContactsIn(text).replace(/\s+/gu, " ").trim();
  return line.length <= longest ? line : `${line.slice(0, longest - 1).replace(/\s+\S*$/u, "")}…`;
}

/** Returns the parts of a ticket's title: the given reason, and the longest quote of the summary. */
export function ticketTitle({ summary, trail }: Pick<Ticket, "summary" | "trail">): {
  reason: string | null;
  asked: string | null;
} {
  const given = trail.findLast(({ step, answer }) => step === "reason" && answer !== null);
  const quotes = [...summary.matchAll(/“([^”]+)”\s*$/gmu)].map(([, quote]) => quote ?? "");
  const asked = quotes.reduce<string | null>((a, b) => (a === null || b.length > a.length ? b : a), null);
  return { reason: given?.answer ?? null, asked: asked === null ? null : oneLine(asked) };
}

/** Returns the fields of a ticket line that do not depend on the reader. */
export const ticketFacts = (ticket: Ticket) => ({
  number: ticket.number,
  revision: ticket.revision,
  conversationId: ticket.conversationId,
  openedAt: ticket.openedAt,
  state: ticket.state,
  priority: ticket.priority,
  distress: ticket.distress,
  team: ticket.team,
  tags: ticket.tags,
  language: ticket.language,
  goal: ticket.goal,
  topic: ticket.topic,
  rating: ticket.csat?.score ?? null,
  accountType: ticket.accountType,
  contact: ticket.contact.kind,
  promise: ticket.promise,
  network: ticket.network,
});

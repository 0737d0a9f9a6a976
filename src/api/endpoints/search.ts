import { mayRead } from "../../accounts/account.ts";
import { redactContactsIn, sanitizeText } from "../../redaction/redact.ts";
import type { MatchPlace } from "../../search/ticket-search.ts";
import type { Ticket } from "../../store/ticket.ts";
import type { ApiDesk } from "../api-context.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { CannedQuery, CannedReplies, Reports, SearchPage, SearchQuery } from "../schemas/tickets.ts";
import { ticketSummaries } from "../ticket-list.ts";
import { readerOf } from "../visibility.ts";

const longest = 160;

/** Returns the part of a text around the first matching word, on one line, with contacts redacted. */
function excerpt(text: string, words: string): string {
  const line = redactContactsIn(text).replace(/\s+/g, " ").trim();
  if (line.length <= longest) return line;
  const lower = line.toLowerCase();
  const at = words
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")
    .map((word) => lower.indexOf(word))
    .filter((place) => place >= 0);
  const middle = at.length === 0 ? 0 : Math.min(...at);
  const from = Math.max(0, Math.min(middle - longest / 4, line.length - longest));
  const cut = sanitizeText(line.slice(from, from + longest));
  return `${from > 0 ? "…" : ""}${cut.trim()}${from + longest < line.length ? "…" : ""}`;
}

const mostHits = 25;

/** Defines the endpoints for canned replies, search and reports. */
export function searchEndpoints(desk: ApiDesk): Endpoint[] {
  const { store, canned, search, reports, readings, reading } = desk;
  /** Returns the matching text, or null when it no longer exists. */
  const textAt = async ({ summary }: Ticket, { conversationId, seq }: MatchPlace): Promise<string | null> => {
    if (seq === null) return summary;
    const [entry] = await store.readLog(conversationId, { after: seq - 1, limit: 1 });
    return entry?.seq === seq ? (entry.activity.text ?? null) : null;
  };
  return [
    endpoint({
      method: "get",
      path: "/canned",
      summary: "Lists ready answers: the team's, and the guide's passages",
      query: CannedQuery,
      answer: CannedReplies,
      handle: ({ query: { q } }) => ({ value: { canned: canned(q) } }),
    }),
    endpoint({
      method: "get",
      path: "/search",
      summary: "Finds tickets that contain all the words, newest first",
      query: SearchQuery,
      answer: SearchPage,
      handle: async ({ me, req, query: { q, before } }) => {
        const found: { ticket: Ticket; text: string; seq: number | null }[] = [];
        for (const place of search.find(q, before)) {
          if (found.length > mostHits) break;
          const ticket = await store.ticket(place.number);
          if (ticket === undefined || !mayRead(me, ticket, reading)) continue;
          const text = await textAt(ticket, place);
          if (text !== null) found.push({ ticket, text, seq: place.seq });
        }
        const shown = found.slice(0, mostHits);
        await readings.searched(readerOf(me, req), [...new Set(shown.map(({ ticket }) => ticket.number))]);
        const lines = await ticketSummaries(
          desk,
          me,
          shown.map(({ ticket }) => ticket),
        );
        const hits = lines.flatMap((ticket, at) => {
          const hit = shown[at];
          return hit === undefined ? [] : { ticket, snippet: excerpt(hit.text, q), seq: hit.seq };
        });
        return { value: { hits, more: found.length > mostHits, reachesBackDays: search.reachesBackDays } };
      },
    }),
    endpoint({
      method: "get",
      path: "/reports",
      summary: "Returns customer satisfaction, of agents and of the bot apart",
      answer: Reports,
      handle: async () => ({ value: await reports() }),
    }),
  ];
}

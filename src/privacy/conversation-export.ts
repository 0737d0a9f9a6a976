import { createHash } from "node:crypto";
import type { Messages } from "../guide/messages.ts";
import type { Conversation, LogEntry, Rating, Receipt } from "../store/records.ts";
import type { Store } from "../store/store.ts";
import type { Ticket } from "../store/ticket.ts";
import { ticketName } from "../tickets/ticket.ts";

/** A message in an export. */
interface Said {
  at: string;
  who: "person" | "desk";
  /** first name of the agent, if one wrote it */
  name: string | null;
  text: string;
}

/** Export of one conversation for the person, without internal notes. */
export interface ConversationExport {
  talk: Pick<Conversation, "id" | "channel" | "userId" | "locale" | "startedAt">;
  said: Said[];
  receipts: Receipt[];
  ratings: Rating[];
  tickets: (Pick<
    Ticket,
    | "openedAt"
    | "goal"
    | "topic"
    | "accountType"
    | "trail"
    | "summary"
    | "contact"
    | "consentAt"
    | "promise"
    | "csat"
  > & { name: string; state: string })[];
}

const pageLength = 200;

/** Makes the export of a conversation. */
export async function conversationExport(
  store: Pick<Store, "readLog" | "receipts" | "ratings" | "ticketsOf">,
  { id, channel, userId, locale, startedAt }: Conversation,
): Promise<ConversationExport> {
  const said: Said[] = [];
  for (let after = 0; ; ) {
    const page = await store.readLog(id, { after, limit: pageLength });
    said.push(...page.flatMap(saidIn));
    const last = page.at(-1);
    if (last === undefined || page.length < pageLength) break;
    after = last.seq;
  }
  return {
    talk: { id, channel, userId, locale, startedAt },
    said,
    receipts: await store.receipts(id),
    ratings: await store.ratings(id),
    tickets: (await store.ticketsOf(id)).map(ticketCopy),
  };
}

function saidIn({ at, audience, activity }: LogEntry): Said[] {
  const { type, text, from, channelData } = activity;
  if (audience !== "everyone" || type !== "message" || channelData?.["copy"] === true) return [];
  const card = (channelData?.["card"] as { text?: unknown } | undefined)?.text;
  const whole = [text, typeof card === "string" && !text?.includes(card) ? card : ""]
    .filter(Boolean)
    .join("\n\n");
  const isPerson = from?.role === "user";
  return whole === ""
    ? []
    : [{ at, who: isPerson ? "person" : "desk", name: isPerson ? null : (from?.name ?? null), text: whole }];
}

const ticketCopy = (ticket: Ticket): ConversationExport["tickets"][number] => {
  const { openedAt, goal, topic, accountType, trail, summary, contact, consentAt, promise, csat } = ticket;
  const fields = { openedAt, goal, topic, accountType, trail, summary, contact, consentAt, promise, csat };
  return { name: ticketName(ticket.number), state: ticket.state.kind, ...fields };
};

const escapes: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign);

const look =
  "body{max-width:42rem;margin:2rem auto;padding:0 1.25rem;font:1rem/1.55 Georgia,serif;color:#22302c;background:#faf6ef}" +
  "ol{list-style:none;padding:0}li{margin:0 0 1.1rem;padding:.8rem 1.1rem;border:1px solid #e4dccd;border-radius:1rem;background:#fff}" +
  "li.own{background:#e7efe9;margin-inline-start:3rem}h3{margin:0 0 .3rem;font:600 .8rem/1.4 system-ui,sans-serif;color:#5b6762}" +
  "p{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}@media print{body{background:none}li{break-inside:avoid}}";

/** Content security policy of an export: no scripts, no requests, only its own style. */
const exportPagePolicy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(look).digest("base64")}'; frame-ancestors 'none'; sandbox`;

const item = (head: string, text: string, own = false): string =>
  `<li${own ? ' class="own"' : ""}><h3>${head}</h3><p dir="auto">${escaped(text)}</p></li>`;

const part = (title: string, items: readonly string[]): string =>
  items.length === 0 ? "" : `<h2>${escaped(title)}</h2>\n<ol>\n${items.join("\n")}\n</ol>\n`;

/** Renders an export as a self-contained page with escaped texts. Times are UTC. */
function exportPage(
  { talk: conversation, said, receipts, ratings, tickets }: ConversationExport,
  words: Messages,
  now: Date,
): string {
  const form = new Intl.DateTimeFormat(conversation.locale, {
    dateStyle: "medium",
    timeStyle: "short",
    timeZone: "UTC",
  });
  const time = (at: string): string =>
    `<time datetime="${escaped(at)}">${escaped(form.format(new Date(at)))} UTC</time>`;
  const title = escaped(words("copy.page-title"));
  const messages = said.map(({ at, who, name, text }) => {
    const speaker = who === "person" ? words("copy.you") : (name ?? words("copy.desk"));
    return item(`<bdi>${escaped(speaker)}</bdi> · ${time(at)}`, text, who === "person");
  });
  const decided = receipts.map(({ id, at, guideVersion, reason, accepted }) =>
    item(
      time(at),
      words("copy.receipt-short", {
        id,
        version: guideVersion,
        reason: reason ?? words("copy.no-reason"),
        accepted,
      }),
    ),
  );
  const requests = tickets.map(({ name, openedAt, summary, contact, csat }) =>
    item(
      `${escaped(name)} · ${time(openedAt)}`,
      [summary, contact.kind === "email" ? contact.address : "", csat?.comment].filter(Boolean).join("\n"),
    ),
  );
  const rated = ratings.map(({ at, solved, comment }) =>
    item(time(at), [solved, comment].filter(Boolean).join("\n")),
  );
  return `<!doctype html>
<html lang="${escaped(conversation.locale)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="content-security-policy" content="${escaped(exportPagePolicy.replace(/; frame-ancestors.*/, ""))}">
<title>${title}</title><style>${look}</style></head>
<body><h1>${title}</h1><p>${time(now.toISOString())}</p>
${part(words("copy.page-talk"), messages)}${part(words("copy.page-decisions"), decided)}${part(words("copy.page-tickets"), requests)}${part(words("copy.page-ratings"), rated)}</body></html>
`;
}

/** Makes the exporter of conversations, as HTML or JSON. */
export const exportMaker =
  (store: Pick<Store, "readLog" | "receipts" | "ratings" | "ticketsOf">, words: Messages, now: () => Date) =>
  async (conversation: Conversation, as: "html" | "json"): Promise<{ file: string; policy: string }> => {
    const copy = await conversationExport(store, conversation);
    return {
      file: as === "json" ? `${JSON.stringify(copy, null, 2)}\n` : exportPage(copy, words, now()),
      policy: exportPagePolicy,
    };
  };

import { ticketName } from "../desk/ticket.ts";
import type { Store } from "../store/port.ts";
import type { Conversation, LogEntry, Rating, Receipt } from "../store/records.ts";
import type { Ticket } from "../store/ticket.ts";

/** One thing that was said. */
export interface Said {
  at: string;
  who: "person" | "desk";
  /** the first name of an agent, where one spoke */
  name: string | null;
  text: string;
}

/** All that a person may have of one talk: nothing that the desk's people noted for themselves. */
export interface TalkCopy {
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

/** Gives the copy of a talk. */
export async function talkCopy(
  store: Pick<Store, "readLog" | "receipts" | "ratings" | "ticketsOf">,
  { id, channel, userId, locale, startedAt }: Conversation,
): Promise<TalkCopy> {
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

const ticketCopy = (ticket: Ticket): TalkCopy["tickets"][number] => {
  const { openedAt, goal, topic, accountType, trail, summary, contact, consentAt, promise, csat } = ticket;
  const told = { openedAt, goal, topic, accountType, trail, summary, contact, consentAt, promise, csat };
  return { name: ticketName(ticket.number), state: ticket.state.kind, ...told };
};

import { z } from "zod";
import type { Conversation, LogEntry } from "../store/records.ts";
import type { Contact, HeldBecause, PlaceInGuide, Ticket } from "../store/ticket.ts";

/** Why typed words got no answer of their own: not understood, not covered by the guide, no matter of the desk. */
export const Unanswered = z.enum(["unsure", "not_in_guide", "oos"]);
export type Unanswered = z.infer<typeof Unanswered>;

/** What the desk's people are shown of how typed words were heard. `score` is 0 to 1; the others are best first. */
export const InterpretationRecord = z.object({
  as: z.enum(["choice", "moment", "email", "text", "command", "topic", "which", "unsure", "distress"]),
  topic: z.string().nullable(),
  score: z.number(),
  others: z.array(z.object({ topic: z.string(), score: z.number() })),
  unanswered: Unanswered.nullable(),
});
export type InterpretationRecord = z.infer<typeof InterpretationRecord>;

/** The name of the event that carries it in the log, beside the message it replies to. */
export const INTERPRETATION_EVENT = "heard";

/** What was heard, when this entry of a log tells it. */
export const interpretationIn = ({ audience, activity }: LogEntry): InterpretationRecord | undefined =>
  audience === "desk" && activity.type === "event" && activity.name === INTERPRETATION_EVENT
    ? InterpretationRecord.safeParse(activity.value).data
    : undefined;

/** The name people read and say aloud, `XD-1042`. */
export const ticketName = (number: number): string => `XD-${number}`;

/** What a conversation knows when it asks for a person. */
interface Handover {
  number: number;
  conversation: Conversation;
  goal: string;
  topic: string | null;
  accountType: string | null;
  place: PlaceInGuide | null;
  trail: Ticket["trail"];
  summary: string;
  distress: Ticket["distress"];
  contact: Contact;
  receipts: readonly string[];
  told: Ticket["told"];
  /** seq of the entry in which the person agreed */
  agreedIn: number;
  /** a keyed hash; null: not counted */
  network: string | null;
  /** why it is not in the queue at once */
  held: HeldBecause | null;
}

/** The ticket of a conversation that is handed over now. */
export function openTicket(handover: Handover, now: Date): Ticket {
  const { conversation, receipts, agreedIn, held, ...rest } = handover;
  const at = now.toISOString();
  return {
    ...rest,
    revision: 1,
    conversationId: conversation.id,
    channel: conversation.channel,
    userId: conversation.userId,
    language: conversation.locale,
    openedAt: at,
    state: held === null ? { kind: "queued", since: at } : { kind: "quarantined", since: at, because: held },
    priority: handover.distress === null ? "normal" : "urgent",
    team: null,
    tags: [],
    consentAt: at,
    transcript: { conversationId: conversation.id, upTo: agreedIn },
    receipts: [...receipts],
    promise: null,
    firstClaimedAt: null,
    csat: null,
    audit: [
      { at, who: { kind: "person" }, what: "opened", about: {} },
      ...(held === null ? [] : [heldLine(at, held)]),
    ],
  };
}

const heldLine = (at: string, because: HeldBecause): Ticket["audit"][number] => ({
  at,
  who: { kind: "desk" },
  what: "quarantined",
  about: { because },
});

import { z } from "zod";

/** Dialog for distress; redaction also removes its traces. */
const DISTRESS = "distress";

/**
 * Redacts a ticket: removes what the person said and what was written about them, but keeps who did what and
 * when.
 */
export function redactTicket(ticket: Ticket): Ticket {
  return {
    ...ticket,
    revision: ticket.revision + 1,
    userId: "",
    state: redactState(ticket.state),
    distress: null,
    tags: [],
    goal: "",
    accountType: null,
    place: ticket.place?.guide === DISTRESS ? null : ticket.place,
    trail: ticket.trail.filter(({ guide }) => guide !== DISTRESS).map((step) => ({ ...step, answer: null })),
    summary: "",
    contact: { kind: "here" },
    receipts: [],
    audit: ticket.audit
      .filter(({ what }) => what !== "distress-noted")
      .map((line) => ({ ...line, about: withoutWords(line.about) })),
    network: null,
    csat: ticket.csat && { ...ticket.csat, comment: null },
  };
}

/** Removes the agent's text, and the act by which a bulk close could be undone. */
function redactState(state: Ticket["state"]): Ticket["state"] {
  if (state.kind === "resolved") return { ...state, outcome: "" };
  if (state.kind !== "expired") return state;
  const { swept: _, ...closed } = state;
  return closed;
}

/** Removes the outcome, which is an agent's text. */
const withoutWords = ({ outcome: _, ...about }: Record<string, string>): Record<string, string> => about;

/** A place in the guide, by name. */
export const PlaceInGuide = z.object({ guide: z.string(), step: z.string(), version: z.string() });
export type PlaceInGuide = z.infer<typeof PlaceInGuide>;

/** Contact for answers: the person waits, returns to this conversation later, or gets e-mail. */
export const Contact = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("here") }),
  z.object({ kind: z.literal("later") }),
  z.object({
    kind: z.literal("email"),
    address: z.string(),
    /** confirmed by the person or an agent; addresses that earlier versions extracted are not */
    checked: z.literal(true).optional(),
  }),
]);
export type Contact = z.infer<typeof Contact>;

/** Actor: person, bot, agent (with a mark for Teams), or the desk itself. */
const TicketActor = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("person") }),
  z.object({ kind: z.literal("bot") }),
  z.object({ kind: z.literal("agent"), id: z.string().min(1), inTeams: z.literal(true).optional() }),
  z.object({ kind: z.literal("desk") }),
]);

/** Priority, most urgent first. */
export const Priority = z.enum(["urgent", "high", "normal", "low"]);
export type Priority = z.infer<typeof Priority>;

/** Kind of distress. */
export const TicketDistress = z.enum(["crisis", "security", "abuse", "bereavement"]);
export type TicketDistress = z.infer<typeof TicketDistress>;

/** Continuation of the conversation after the ticket is resolved. */
export const TicketContinuation = z.enum(["continue", "restart", "done"]);
export type TicketContinuation = z.infer<typeof TicketContinuation>;

/** Reason for quarantine: many open tickets of the network, or an unusual rate. */
export const HeldBecause = z.enum(["network", "rate"]);
export type HeldBecause = z.infer<typeof HeldBecause>;

/** State of a ticket. `by` is the assignee, who serves the person; without one the bot does. */
export const TicketState = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("queued"),
    since: z.iso.datetime(),
    /** at the head of the queue, because its agent disappeared */
    ahead: z.literal(true).optional(),
  }),
  /** held back until an agent or a proof of work releases it */
  z.object({ kind: z.literal("quarantined"), since: z.iso.datetime(), because: HeldBecause }),
  /** assigned; the agent owes an answer */
  z.object({ kind: z.literal("claimed"), by: z.string().min(1), since: z.iso.datetime() }),
  /** assigned; the agent wrote last */
  z.object({ kind: z.literal("waiting"), by: z.string().min(1), since: z.iso.datetime() }),
  z.object({
    kind: z.literal("resolved"),
    by: z.string().min(1),
    since: z.iso.datetime(),
    outcome: z.string(),
    onward: TicketContinuation,
  }),
  /** back in the queue */
  z.object({ kind: z.literal("reopened"), since: z.iso.datetime() }),
  /** closed without an answer: the person stayed away, withdrew it, or it was closed as abuse */
  z.object({
    kind: z.literal("expired"),
    since: z.iso.datetime(),
    withdrawn: z.literal(true).optional(),
    /** closed by the bulk close with this id; `because` null: it was in the queue */
    swept: z.object({ act: z.string(), because: HeldBecause.nullable() }).optional(),
  }),
]);
export type TicketState = z.infer<typeof TicketState>;

/** Promise given to a waiting person. `until` null: no estimate was available. */
export const WaitPromise = z.object({
  toldAt: z.iso.datetime(),
  place: z.number().int().positive(),
  until: z.iso.datetime().nullable(),
  /** time of the apology for a broken promise */
  brokenAt: z.iso.datetime().nullable(),
});
export type WaitPromise = z.infer<typeof WaitPromise>;

/** Entry of a ticket's audit. `about` holds ids and chosen values, never texts of the person. */
export const TicketAuditEntry = z.object({
  at: z.iso.datetime(),
  who: TicketActor,
  what: z.enum([
    "opened",
    "promised",
    "promise-broken",
    "contact-changed",
    "address-confirmed",
    "claimed",
    "released",
    "transferred",
    "replied",
    "person-wrote",
    "noted",
    "priority-set",
    "distress-noted",
    "tags-set",
    "resolved",
    "rated",
    "reopened",
    "withdrawn",
    "lease-ended",
    "expired",
    "quarantined",
    "let-in",
    "swept",
    "sweep-undone",
  ]),
  about: z.record(z.string(), z.string()).default({}),
});
export type TicketAuditEntry = z.infer<typeof TicketAuditEntry>;

/** Rating of the agents, requested once per ticket. */
export const Csat = z.object({
  score: z.number().int().min(1).max(5),
  comment: z.string().nullable(),
  at: z.iso.datetime(),
});
export type Csat = z.infer<typeof Csat>;

/** Returns whether a ticket is in quarantine. */
export const isQuarantined = ({ state }: Pick<Ticket, "state">): boolean => state.kind === "quarantined";

/** Returns whether a ticket is open; a conversation has at most one. */
export const isOpen = ({ state }: Pick<Ticket, "state">): boolean =>
  state.kind !== "resolved" && state.kind !== "expired";

/** Returns the agent who serves the conversation; null for the bot. */
export const ticketSpeaker = ({ state }: Pick<Ticket, "state">): string | null =>
  state.kind === "claimed" || state.kind === "waiting" ? state.by : null;

/** A request for a person, named `XD-<number>`. Later additions have defaults. */
export const Ticket = z.object({
  number: z.number().int().positive(),
  /** number of changes; a change is stored only on top of the revision it was made from */
  revision: z.number().int().positive().default(1),
  conversationId: z.string(),
  channel: z.string(),
  userId: z.string().default(""),
  language: z.string().default("en"),
  openedAt: z.iso.datetime(),
  state: TicketState,
  priority: Priority.default("normal"),
  distress: TicketDistress.nullable().default(null),
  team: z.string().nullable().default(null),
  tags: z.array(z.string()).default([]),
  goal: z.string(),
  topic: z.string().nullable(),
  accountType: z.string().nullable(),
  place: PlaceInGuide.nullable(),
  /** steps so far, oldest first */
  trail: z.array(
    z.object({
      guide: z.string(),
      step: z.string(),
      answer: z.string().nullable(),
      outcome: z.enum(["done", "skipped", "stuck"]).default("done"),
    }),
  ),
  /** passages of the guide that were shown, with the guide's version */
  told: z
    .object({ version: z.string(), passages: z.array(z.string()) })
    .default({ version: "", passages: [] }),
  summary: z.string(),
  contact: Contact,
  consentAt: z.iso.datetime(),
  /** end of the earlier conversation that staff may see */
  transcript: z.object({ conversationId: z.string(), upTo: z.number().int() }),
  receipts: z.array(z.string()),
  promise: WaitPromise.nullable().default(null),
  /** first claim */
  firstClaimedAt: z.iso.datetime().nullable().default(null),
  csat: Csat.nullable().default(null),
  audit: z.array(TicketAuditEntry).default([]),
  /** keyed hash of the network where the conversation began; null: vouched for, or unknown */
  network: z.string().nullable().default(null),
});
export type Ticket = z.infer<typeof Ticket>;

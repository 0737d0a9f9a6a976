import { z } from "zod";

/** The dialog that meets distress: that somebody was there goes with what they told. */
const DISTRESS = "distress";

/** The same ticket without what the person told and what was written about them; who did what, and when, stays. */
export function redactedTicket(ticket: Ticket): Ticket {
  return {
    ...ticket,
    revision: ticket.revision + 1,
    userId: "",
    state: blankedState(ticket.state),
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

/** Without an agent's words, and without the act by which a ticket that was closed with others would be opened again. */
function blankedState(state: Ticket["state"]): Ticket["state"] {
  if (state.kind === "resolved") return { ...state, outcome: "" };
  if (state.kind !== "expired") return state;
  const { swept: _, ...closed } = state;
  return closed;
}

/** The outcome of a ticket is an agent's own words. */
const withoutWords = ({ outcome: _, ...about }: Record<string, string>): Record<string, string> => about;

/** A place in the guide, by name. */
export const PlaceInGuide = z.object({ guide: z.string(), step: z.string(), version: z.string() });
export type PlaceInGuide = z.infer<typeof PlaceInGuide>;

/** How the desk's people can answer: while the person waits, in this conversation whenever they come back, or by e-mail. */
export const Contact = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("here") }),
  z.object({ kind: z.literal("later") }),
  z.object({
    kind: z.literal("email"),
    address: z.string(),
    /** the person or an agent has confirmed it; what earlier versions found in the person's words was not */
    checked: z.literal(true).optional(),
  }),
]);
export type Contact = z.infer<typeof Contact>;

/** Who did something: the person, the bot, one of the desk's people by their id and whether in Teams, or the desk by itself. */
const TicketActor = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("person") }),
  z.object({ kind: z.literal("bot") }),
  z.object({ kind: z.literal("agent"), id: z.string().min(1), inTeams: z.literal(true).optional() }),
  z.object({ kind: z.literal("desk") }),
]);

/** How soon a ticket is looked at, the most urgent first. */
export const Priority = z.enum(["urgent", "high", "normal", "low"]);
export type Priority = z.infer<typeof Priority>;

/** The distress in which somebody asked for a person, or wrote to one. */
export const TicketDistress = z.enum(["crisis", "security", "abuse", "bereavement"]);
export type TicketDistress = z.infer<typeof TicketDistress>;

/** Where the conversation goes when a person of the desk is done with it. */
export const TicketContinuation = z.enum(["continue", "restart", "done"]);
export type TicketContinuation = z.infer<typeof TicketContinuation>;

/** Why a ticket is looked at before it joins the queue: many are open from its network, or unusually many are opened. */
export const HeldBecause = z.enum(["network", "rate"]);
export type HeldBecause = z.infer<typeof HeldBecause>;

/** Where a ticket stands. `by` is the id of the one agent who speaks; without it the bot does. */
export const TicketState = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("queued"),
    since: z.iso.datetime(),
    /** before all others: an agent took it and vanished */
    ahead: z.literal(true).optional(),
  }),
  /** not in the queue until an agent, or the person's browser with a proof of work, lets it in */
  z.object({ kind: z.literal("quarantined"), since: z.iso.datetime(), because: HeldBecause }),
  /** taken; the agent owes the next word */
  z.object({ kind: z.literal("claimed"), by: z.string().min(1), since: z.iso.datetime() }),
  /** taken; the agent spoke last */
  z.object({ kind: z.literal("waiting"), by: z.string().min(1), since: z.iso.datetime() }),
  z.object({
    kind: z.literal("resolved"),
    by: z.string().min(1),
    since: z.iso.datetime(),
    outcome: z.string(),
    onward: TicketContinuation,
  }),
  /** in the queue again */
  z.object({ kind: z.literal("reopened"), since: z.iso.datetime() }),
  /** closed without an answer: the person stayed away for too long or took it back, or it was closed as abuse */
  z.object({
    kind: z.literal("expired"),
    since: z.iso.datetime(),
    withdrawn: z.literal(true).optional(),
    /** closed with others of its network, by the act with this id; `because` null: it was in the queue */
    swept: z.object({ act: z.string(), because: HeldBecause.nullable() }).optional(),
  }),
]);
export type TicketState = z.infer<typeof TicketState>;

/** What the person was promised when they chose to wait. `until` null: the desk could not tell. */
export const WaitPromise = z.object({
  toldAt: z.iso.datetime(),
  place: z.number().int().positive(),
  until: z.iso.datetime().nullable(),
  /** when the desk apologised for not keeping it */
  brokenAt: z.iso.datetime().nullable(),
});
export type WaitPromise = z.infer<typeof WaitPromise>;

/** One line of what was done to a ticket. `about` holds ids and chosen values, never words of the person. */
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

/** How content the person was with the desk's people, asked once a ticket. */
export const Csat = z.object({
  score: z.number().int().min(1).max(5),
  comment: z.string().nullable(),
  at: z.iso.datetime(),
});
export type Csat = z.infer<typeof Csat>;

/** Whether a ticket waits to be let into the queue. */
export const isQuarantined = ({ state }: Pick<Ticket, "state">): boolean => state.kind === "quarantined";

/** The states in which a ticket waits for somebody or is being answered; a conversation has one such ticket at most. */
export const isOpen = ({ state }: Pick<Ticket, "state">): boolean =>
  state.kind !== "resolved" && state.kind !== "expired";

/** Who speaks in the conversation of this ticket: the id of an agent, or null for the bot. */
export const ticketSpeaker = ({ state }: Pick<Ticket, "state">): string | null =>
  state.kind === "claimed" || state.kind === "waiting" ? state.by : null;

/** A request for a person. `number` is read aloud as `XD-<number>`. What later versions added has defaults. */
export const Ticket = z.object({
  number: z.number().int().positive(),
  /** counts the changes; a change is stored only over the revision it was made from */
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
  /** what was done so far, oldest first */
  trail: z.array(
    z.object({
      guide: z.string(),
      step: z.string(),
      answer: z.string().nullable(),
      outcome: z.enum(["done", "skipped", "stuck"]).default("done"),
    }),
  ),
  /** the passages of the guide that were told, and the version of the guide they are from */
  told: z
    .object({ version: z.string(), passages: z.array(z.string()) })
    .default({ version: "", passages: [] }),
  summary: z.string(),
  contact: Contact,
  consentAt: z.iso.datetime(),
  /** the log up to this entry is what the desk's people are shown of the time before */
  transcript: z.object({ conversationId: z.string(), upTo: z.number().int() }),
  receipts: z.array(z.string()),
  promise: WaitPromise.nullable().default(null),
  /** when somebody first took it */
  firstClaimedAt: z.iso.datetime().nullable().default(null),
  csat: Csat.nullable().default(null),
  audit: z.array(TicketAuditEntry).default([]),
  /** a keyed hash of the network from which the conversation began; null: somebody vouches for the person, or it is not known */
  network: z.string().nullable().default(null),
});
export type Ticket = z.infer<typeof Ticket>;

import { ticketName } from "../src/desk/ticket.ts";
import type { Case } from "./state.ts";
import { asking, chosen, type Line, type Step, type Talk, tell } from "./step.ts";
import { summarise } from "./summary.ts";
import { GuideWaterfall } from "./waterfall.ts";

/** Says that the ticket is open already. */
export const alreadyOpen = (talk: Talk, ticket: number): Line =>
  tell(talk, "X", [], { before: talk.words("escalate.already", { number: ticketName(ticket) }) });

const consent: Step = {
  name: "consent",
  title: (talk) => talk.words("places.escalate"),
  show: (talk) => {
    if (talk.ticket !== null)
      return { says: [alreadyOpen(talk, talk.ticket)], move: { kind: "to", step: "waiting" } };
    return {
      says: [
        tell(talk, "X", talk.guide.node("X"), {
          before: talk.words(`escalate.${talk.case.cause ?? "asked"}`),
          offersPerson: true,
        }),
      ],
      ask: asking(
        tell(talk, "X", [], {
          before: talk.words("escalate.consent", { summary: summarise(talk) }),
          offersPerson: true,
        }),
        [
          { id: "yes", title: talk.words("escalate.yes"), means: "yes" },
          { id: "change", title: talk.words("escalate.change") },
          { id: "no", title: talk.words("escalate.no"), means: "no" },
        ],
      ),
    };
  },
  take: (talk, answer) => {
    switch (chosen(answer)) {
      case "yes":
        return { case: { summary: summarise(talk) }, move: { kind: "to", step: "contact" } };
      case "change":
        return { move: { kind: "to", step: "summary" } };
      default:
        return {
          case: { cause: null },
          says: [tell(talk, "X", [], { before: talk.words("escalate.declined") })],
          move: { kind: "end" },
        };
    }
  },
};

const summary: Step = {
  name: "summary",
  title: (talk) => talk.words("places.escalate"),
  show: (talk) => ({
    ask: asking(
      tell(talk, "X", [], { before: talk.words("escalate.correct") }),
      [{ id: "keep", title: talk.words("escalate.keep") }],
      "text",
    ),
  }),
  take: (_, answer) => ({
    ...(answer.kind === "text" ? { case: { summary: answer.text } } : {}),
    move: { kind: "to", step: "consent" },
  }),
};

const reach = (contact: Case["contact"]) => ({
  case: { contact },
  effect: "open-ticket" as const,
  move: { kind: "to" as const, step: "opened" },
});

const contact: Step = {
  name: "contact",
  title: (talk) => talk.words("places.escalate"),
  show: (talk) => ({
    ask: asking(
      tell(talk, "X", [], { before: talk.words("escalate.contact") }),
      [
        { id: "here", title: talk.words("escalate.here") },
        {
          id: "email",
          title: talk.words("escalate.by-email"),
          words: talk.words("escalate.by-email-words").split(", "),
        },
      ],
      "email",
    ),
  }),
  take: (_, answer) => {
    if (answer.kind === "email") return reach({ kind: "email", address: answer.address });
    return chosen(answer) === "email" ? { move: { kind: "to", step: "email" } } : reach({ kind: "here" });
  },
};

const email: Step = {
  name: "email",
  title: (talk) => talk.words("places.escalate"),
  show: (talk) => ({
    ask: asking(
      tell(talk, "X", [], { before: talk.words("escalate.which-email") }),
      [{ id: "here", title: talk.words("escalate.here") }],
      "email",
    ),
  }),
  take: (_, answer) =>
    reach(answer.kind === "email" ? { kind: "email", address: answer.address } : { kind: "here" }),
};

const opened: Step = {
  name: "opened",
  title: (talk) => talk.words("places.escalate"),
  show: (talk) => ({
    says: [
      tell(talk, "X", [], {
        before: talk.words("escalate.opened", { number: ticketName(talk.ticket ?? 0) }),
        after:
          talk.case.contact?.kind === "email"
            ? talk.words("escalate.next-by-email", { address: talk.case.contact.address })
            : talk.words("escalate.next-here"),
        card: { kind: "ticket", number: talk.ticket ?? 0, contact: talk.case.contact ?? { kind: "here" } },
      }),
    ],
    move: { kind: "next" },
  }),
};

const waiting: Step = {
  name: "waiting",
  title: (talk) => talk.words("places.waiting"),
  show: (talk) => ({
    ask: asking(tell(talk, "X", [], { before: talk.words("escalate.meanwhile") }), [
      { id: "go-on", title: talk.words("escalate.go-on"), means: "yes" },
      { id: "done", title: talk.words("escalate.done"), means: "no" },
    ]),
  }),
  take: (_, answer) => ({ move: chosen(answer) === "done" ? { kind: "finish" } : { kind: "end" } }),
};

/** X: consent, a summary that may be corrected, how to answer, a ticket; and the guide goes on meanwhile. */
export const makeEscalate = (): GuideWaterfall =>
  new GuideWaterfall("escalate", [consent, summary, contact, email, opened, waiting]);

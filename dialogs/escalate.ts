import type { Choice } from "../src/nlu/interpretation.ts";
import { ticketName } from "../src/tickets/ticket.ts";
import { meanwhile } from "./distress.ts";
import { contactSteps, ticketCard, waitingWords } from "./escalate-contact.ts";
import { asking, chosen, type Line, type Step, type Taken, type Talk, tell } from "./step.ts";
import { GuideWaterfall } from "./waterfall.ts";

/** Two or three lines on the matter for the desk's people: as the person corrected it, or made of what they said. */
function summarise(talk: Talk): string {
  if (talk.case.summary !== null) return talk.case.summary;
  const { words, guide } = talk;
  const reason = guide.reasons.find(({ id }) => id === talk.case.reason);
  const facts = [
    reason && words("summary.reason", { reason: reason.title }),
    talk.case.accountType &&
      words("summary.account", { type: words(`summary.${accountType(talk.case.accountType)}`) }),
    ...Object.entries(talk.case.restoring)
      .filter(([id]) => id !== "which")
      .map(([, answer]) => answer),
  ].filter((fact) => typeof fact === "string");
  const open = guide.checklist
    .filter(({ id }) => talk.case.checklist[id] === "open")
    .map(({ title }) => title);
  const erases = talk.case.cause === "erase" && talk.case.goal !== "erase";
  return [
    erases ? words("summary.goal-erase") : "",
    words(`summary.goal-${goalOf(talk)}`),
    facts.length > 0 ? facts.join("; ") : "",
    open.length > 0 ? words("summary.open", { items: open.join(", ") }) : "",
    talk.question !== null ? words("summary.question", { words: talk.question }) : "",
  ]
    .filter((line) => line !== "")
    .join("\n");
}

function goalOf(talk: Talk) {
  if (talk.case.goal !== "restore") return talk.case.goal ?? "question";
  return talk.case.restoring["which"] === "suspended"
    ? "restore-suspended"
    : talk.case.restoring["which"] === "deleted"
      ? "restore-deleted"
      : "restore";
}

function accountType(type: string): "client" | "agency" | "team" | "freelancer" {
  return type === "client" || type === "agency" || type === "team" ? type : "freelancer";
}

const titled = (talk: Talk): string => talk.words("places.escalate");
const numberOf = (talk: Talk): string => ticketName(talk.ticket?.number ?? 0);

/** Says that the ticket is open already, and what somebody who waits can expect. */
export const alreadyOpen = (talk: Talk): Line =>
  tell(talk, "X", [], {
    before: talk.words("escalate.already", { number: numberOf(talk) }),
    after: waitingWords(talk, "your-place"),
    card: ticketCard(talk),
  });

const wanted: Step = {
  name: "wanted",
  title: titled,
  asksDesk: true,
  show: (talk) => {
    const state = talk.ticket?.state;
    if (state?.kind === "open") return { says: [alreadyOpen(talk)], move: { kind: "to", step: "waiting" } };
    return { move: { kind: "to", step: state?.reopenable ? "closed" : "consent" } };
  },
};

const closed: Step = {
  name: "closed",
  title: titled,
  show: (talk) => ({
    ask: asking(
      tell(talk, "X", [], {
        before: talk.words("escalate.closed", { number: numberOf(talk) }),
        offersPerson: true,
      }),
      [
        { id: "reopen", title: talk.words("escalate.reopen"), means: "yes" },
        { id: "new", title: talk.words("escalate.new") },
        { id: "no", title: talk.words("escalate.no"), means: "no" },
      ],
    ),
  }),
  take: (talk, answer) => {
    switch (chosen(answer)) {
      case "reopen":
        return { case: { reopening: true }, move: { kind: "to", step: "contact" } };
      case "new":
        return { case: { reopening: false, summary: null }, move: { kind: "to", step: "consent" } };
      default:
        return declined(talk);
    }
  },
};

const declined = (talk: Talk): Taken => ({
  case: { cause: null },
  says: [tell(talk, "X", [], { before: talk.words("escalate.declined") })],
  move: { kind: "end" },
});

const consent: Step = {
  name: "consent",
  title: titled,
  show: (talk) => ({
    says: [
      tell(talk, "X", talk.guide.node("X"), {
        before: talk.words(`escalate.${becauseOf(talk)}`),
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
  }),
  take: (talk, answer) => {
    switch (chosen(answer)) {
      case "yes":
        return {
          case: { summary: summarise(talk), reopening: false },
          move: { kind: "to", step: "contact" },
        };
      case "change":
        return { move: { kind: "to", step: "summary" } };
      default:
        return declined(talk);
    }
  },
};

const summary: Step = {
  name: "summary",
  title: titled,
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

const otherWay = (talk: Talk): Choice => ({ id: "contact", title: talk.words("escalate.other-way") });
const takeBack = (talk: Talk): Choice => ({ id: "withdraw", title: talk.words("withdraw.button") });

/** What led here, where it is told before the consent. */
const becauseOf = ({ case: { cause } }: Talk) => (cause === null || cause === "distress" ? "asked" : cause);

const waiting: Step = {
  name: "waiting",
  title: (talk) => talk.words("places.waiting"),
  show: (talk) =>
    talk.ticket?.state.kind === "closed"
      ? { move: { kind: "end" } }
      : {
          ask:
            talk.case.cause === "distress"
              ? asking(meanwhile(talk), [otherWay(talk), takeBack(talk)])
              : asking(tell(talk, "X", [], { before: talk.words("escalate.meanwhile") }), [
                  { id: "go-on", title: talk.words("escalate.go-on"), means: "yes" },
                  otherWay(talk),
                  takeBack(talk),
                  { id: "done", title: talk.words("escalate.done"), means: "no" },
                ]),
        },
  take: (_, answer) => {
    switch (chosen(answer)) {
      case "done":
        return { move: { kind: "finish" } };
      case "contact":
        return { move: { kind: "to", step: "contact" } };
      case "withdraw":
        return { move: { kind: "begin", dialog: "withdraw", aside: true } };
      default:
        return { move: { kind: "end" } };
    }
  },
};

/** X: consent, a summary that may be corrected, how and when to be answered, a ticket; and the guide goes on meanwhile. */
export const makeEscalate = (): GuideWaterfall =>
  new GuideWaterfall("escalate", [wanted, closed, consent, summary, ...contactSteps, waiting]);

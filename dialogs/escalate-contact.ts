import { ticketName } from "../src/desk/ticket.ts";
import type { Contact } from "../src/store/ticket.ts";
import type { Card } from "./card.ts";
import { addressGiven, addressSteps, reach } from "./escalate-address.ts";
import { asking, chosen, type Step, type Taken, type Talk, tell } from "./step.ts";
import { heldWords, waitingWords } from "./waiting-words.ts";

const titled = (talk: Talk): string => talk.words("places.escalate");
const numberOf = (talk: Talk): string => ticketName(talk.ticket?.number ?? 0);

const late: Step = {
  name: "late",
  title: titled,
  show: (talk) => ({
    says: [tell(talk, "X", [], { before: talk.words("escalate.late", { number: numberOf(talk) }) })],
    move: { kind: "to", step: "contact" },
  }),
};

const withoutMail = (talk: Talk): Taken => ({
  says: [tell(talk, "X", [], { before: talk.words("escalate.no-mail") })],
  move: { kind: "to", step: "contact" },
});

const contact: Step = {
  name: "contact",
  title: titled,
  asksDesk: true,
  show: (talk) => {
    const mail = talk.outlook?.mail === true;
    const choice = (id: "here" | "later" | "by-email") => ({
      id: id === "by-email" ? "email" : id,
      title: talk.words(`escalate.${id}`),
      words: talk.words(`escalate.${id}-words`).split(", "),
    });
    return {
      ask: asking(
        tell(talk, "X", [], {
          before: waitingWords(talk, talk.ticket?.state.kind === "open" ? "your-place" : "place"),
          after: talk.words(mail ? "escalate.contact-or-mail" : "escalate.contact"),
        }),
        [choice("here"), choice("later"), ...(mail ? [choice("by-email")] : [])],
        "email",
      ),
    };
  },
  take: (talk, answer) => {
    if (answer.kind === "email" || answer.kind === "addresses")
      return talk.outlook?.mail ? addressGiven(talk, answer) : withoutMail(talk);
    if (chosen(answer) === "email") return { move: { kind: "to", step: "email" } };
    return reach(talk, { kind: chosen(answer) === "later" ? "later" : "here" });
  },
};

/** What follows for somebody who is answered in this way. */
function nextFor(talk: Talk): string {
  const chosenWay = talk.case.contact ?? { kind: "here" };
  const held = heldWords(talk);
  if (held !== "") return chosenWay.kind === "here" ? held : `${held} ${nextBy(talk, chosenWay)}`;
  return nextBy(talk, chosenWay);
}

function nextBy(talk: Talk, chosenWay: Contact): string {
  switch (chosenWay.kind) {
    case "email":
      return talk.words("escalate.next-by-email", { address: chosenWay.address });
    case "later":
      return talk.words("escalate.next-later");
    case "here":
      return talk.words("escalate.next-here");
    default:
      return chosenWay satisfies never;
  }
}

/** The open ticket, and its place in the queue where the desk was asked for it. */
export const ticketCard = (talk: Talk): Card => ({
  kind: "ticket",
  number: talk.ticket?.number ?? 0,
  contact: talk.ticket?.contact ?? { kind: "here" },
  ...(talk.outlook && heldWords(talk) === "" ? { place: talk.outlook.place } : {}),
});

const openedAs = ({ case: { cause, reopening } }: Talk) =>
  cause === "distress" ? "distress.opened" : reopening ? "escalate.reopened" : "escalate.opened";

const opened: Step = {
  name: "opened",
  title: titled,
  asksDesk: true,
  show: (talk) => ({
    says: [
      tell(talk, "X", [], {
        before: talk.words(openedAs(talk), { number: numberOf(talk) }),
        after: talk.case.cause === "distress" ? waitingWords(talk, "your-place") : nextFor(talk),
        card: ticketCard(talk),
      }),
    ],
    move: { kind: "to", step: "waiting" },
  }),
};

const noted: Step = {
  name: "noted",
  title: titled,
  show: (talk) => ({
    says: [tell(talk, "X", [], { before: talk.words("escalate.noted"), after: nextFor(talk) })],
    move: { kind: "end" },
  }),
};

/** How and when somebody wants to be answered, asked before the ticket is made and again when a promise was not kept. */
export const contactSteps: readonly Step[] = [late, contact, ...addressSteps, opened, noted];

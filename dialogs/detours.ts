import { ticketName } from "../src/tickets/ticket.ts";
import { asking, chosen, type Step, type Talk, tell } from "./step.ts";
import { GuideWaterfall } from "./waterfall.ts";
import { withdraw } from "./withdraw.ts";

const welcomeBack: Step = {
  name: "welcome-back",
  title: (talk) => talk.words("places.welcome-back"),
  show: (talk) => ({
    ask: asking(tell(talk, "I", [], { before: talk.words("asides.welcome-back") }), [
      { id: "go-on", title: talk.words("asides.go-on"), means: "yes" },
      { id: "restart", title: talk.words("asides.restart"), means: "no" },
    ]),
  }),
  take: (_, answer) => ({ move: { kind: chosen(answer) === "restart" ? "restart" : "end" } }),
};

const oldButton: Step = {
  name: "old-button",
  title: (talk) => talk.words("places.old-button"),
  show: (talk) => ({
    ask: asking(tell(talk, "I", [], { before: talk.words("asides.go-back-there") }), [
      { id: "back", title: talk.words("asides.back-there"), means: "yes" },
      { id: "stay", title: talk.words("asides.stay-here"), means: "no" },
    ]),
  }),
  take: (talk, answer) =>
    chosen(answer) === "back" && talk.case.staleNonce !== null
      ? { move: { kind: "rewind", nonce: talk.case.staleNonce } }
      : { move: { kind: "end" } },
};

const which: Step = {
  name: "which",
  title: (talk) => talk.words("places.which"),
  show: (talk) => ({
    ask: asking(tell(talk, "I", [], { before: talk.words("asides.which") }), [
      ...talk.case.which.flatMap((id) => {
        const title = topicTitle(talk, id);
        return title === null ? [] : [{ id, title, topics: [id] }];
      }),
      { id: "none", title: talk.words("asides.none-of-these"), means: "no" as const },
    ]),
  }),
  take: (_, answer) => {
    const topic = chosen(answer);
    return topic === null || topic === "none"
      ? { case: { which: [] }, move: { kind: "end" } }
      : { case: { which: [] }, move: { kind: "topic", topic } };
  },
};

const change: Step = {
  name: "change",
  title: (talk) => talk.words("places.change"),
  show: (talk) => ({
    ask: asking(tell(talk, "I", [], { before: talk.words("asides.change") }), [
      { id: "go-there", title: talk.words("asides.go-there"), means: "yes" },
      { id: "stay", title: talk.words("asides.stay-here"), means: "no" },
    ]),
  }),
  take: (talk, answer) => {
    const [topic] = talk.case.which;
    const move =
      chosen(answer) === "go-there" && topic ? { kind: "flow" as const, topic } : { kind: "end" as const };
    return { case: { which: [] }, move };
  },
};

const reopen: Step = {
  name: "reopen",
  title: (talk) => talk.words("places.reopen"),
  show: (talk) => ({
    ask: asking(
      tell(talk, "X", [], {
        before: talk.words("returned.same-matter", { number: ticketName(talk.ticket?.number ?? 0) }),
        offersPerson: true,
      }),
      [
        { id: "reopen", title: talk.words("returned.reopen"), means: "yes" },
        { id: "new", title: talk.words("returned.new"), means: "no" },
      ],
    ),
  }),
  take: (talk, answer) => {
    const [topic] = talk.case.which;
    if (chosen(answer) === "reopen")
      return {
        case: { which: [], reopening: true },
        move: { kind: "begin", dialog: "escalate", at: "contact" },
      };
    return { case: { which: [] }, move: topic ? { kind: "topic", topic } : { kind: "end" } };
  },
};

/** What a topic is called on a button, or null for what cannot be chosen. */
export function topicTitle(talk: Talk, id: string): string | null {
  switch (id) {
    case "copy":
      return talk.words("asides.copy-title");
    case "erase":
      return talk.words("asides.erase-title");
    case "human":
    case "help":
    case "restart":
    case "cancel":
    case "back":
      return talk.words(`commands.${id}`);
    default:
      return talk.guide.topics.find((topic) => topic.id === id)?.title ?? null;
  }
}

const STEPS = [welcomeBack, oldButton, which, change, reopen, withdraw];

/** The dialogs that step in and step out again. */
export const ASIDES: readonly string[] = STEPS.map(({ name }) => name);

/** Questions that step in and step out again: after a silence, after an old button, between two topics, before another matter, after a ticket was closed, before one is taken back. */
export const makeAsides = (): GuideWaterfall[] => STEPS.map((step) => new GuideWaterfall(step.name, [step]));

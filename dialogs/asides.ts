import { asking, chosen, type Step, type Talk, tell } from "./step.ts";
import { GuideWaterfall } from "./waterfall.ts";

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
      ...talk.case.which.map((id) => ({ id, title: topicTitle(talk, id), topics: [id] })),
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

const topicTitle = (talk: Talk, id: string): string =>
  id === "copy"
    ? talk.words("asides.copy-title")
    : id === "erase"
      ? talk.words("asides.erase-title")
      : talk.guide.topic(id).title;

/** Questions that step in and step out again: after a silence, after an old button, between two topics. */
export const makeAsides = (): GuideWaterfall[] =>
  [welcomeBack, oldButton, which].map((step) => new GuideWaterfall(step.name, [step]));

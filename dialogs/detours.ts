import { ticketName } from "../src/tickets/ticket.ts";
import { DETOURS } from "./dialog-stack.ts";
import { reopenTicket } from "./escalate-contact.ts";
import { chosen, message, prompt, type Step, type StepContext } from "./step.ts";
import { GuideWaterfall } from "./waterfall.ts";
import { withdrawTicket } from "./withdraw.ts";

const welcomeBack: Step = {
  name: "welcome-back",
  title: (conversation) => conversation.words("places.welcome-back"),
  show: (conversation) => ({
    ask: prompt(message(conversation, "I", [], { before: conversation.words("asides.welcome-back") }), [
      { id: "go-on", title: conversation.words("asides.go-on"), means: "yes" },
      { id: "restart", title: conversation.words("asides.restart"), means: "no" },
    ]),
  }),
  take: (_, answer) => ({ move: { kind: chosen(answer) === "restart" ? "restart" : "end" } }),
};

const oldButton: Step = {
  name: "old-button",
  title: (conversation) => conversation.words("places.old-button"),
  show: (conversation) => ({
    ask: prompt(message(conversation, "I", [], { before: conversation.words("asides.go-back-there") }), [
      { id: "back", title: conversation.words("asides.back-there"), means: "yes" },
      { id: "stay", title: conversation.words("asides.stay-here"), means: "no" },
    ]),
  }),
  take: (conversation, answer) =>
    chosen(answer) === "back" && conversation.case.staleNonce !== null
      ? { move: { kind: "rewind", nonce: conversation.case.staleNonce } }
      : { move: { kind: "end" } },
};

const which: Step = {
  name: "which",
  title: (conversation) => conversation.words("places.which"),
  show: (conversation) => ({
    ask: prompt(message(conversation, "I", [], { before: conversation.words("asides.which") }), [
      ...conversation.case.which.flatMap((id) => {
        const title = topicTitle(conversation, id);
        return title === null ? [] : [{ id, title, topics: [id] }];
      }),
      { id: "none", title: conversation.words("asides.none-of-these"), means: "no" as const },
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
  title: (conversation) => conversation.words("places.change"),
  show: (conversation) => ({
    ask: prompt(message(conversation, "I", [], { before: conversation.words("asides.change") }), [
      { id: "go-there", title: conversation.words("asides.go-there"), means: "yes" },
      { id: "stay", title: conversation.words("asides.stay-here"), means: "no" },
    ]),
  }),
  take: (conversation, answer) => {
    const [topic] = conversation.case.which;
    const move =
      chosen(answer) === "go-there" && topic ? { kind: "flow" as const, topic } : { kind: "end" as const };
    return { case: { which: [] }, move };
  },
};

const confirm: Step = {
  name: "confirm",
  title: (conversation) => conversation.words("places.confirm"),
  show: (conversation) => ({
    ask: prompt(message(conversation, "I", [], { before: conversation.case.maybe?.question ?? "" }), [
      { id: "yes", title: conversation.words("confirm.yes"), means: "yes" },
      { id: "no", title: conversation.words("confirm.no"), means: "no" },
    ]),
  }),
  take: (conversation, answer) => {
    const { maybe } = conversation.case;
    if (chosen(answer) !== "yes" || maybe === null) return { case: { maybe: null }, move: { kind: "end" } };
    const { nonce, option: choice } = maybe;
    return {
      case: { maybe: null },
      move: nonce === null ? { kind: "answer", choice } : { kind: "answer-again", nonce, choice },
    };
  },
};

const sure: Step = {
  name: "sure",
  title: (conversation) => conversation.words("places.sure"),
  show: (conversation) => ({
    ask: prompt(
      message(conversation, "I", [], { before: conversation.words(`sure.${wanted(conversation)}`) }),
      [
        { id: "yes", title: conversation.words(`sure.${wanted(conversation)}-yes`), means: "yes" },
        { id: "no", title: conversation.words(`sure.${wanted(conversation)}-no`), means: "no" },
      ],
    ),
  }),
  take: (conversation, answer) => {
    const yes = chosen(answer) === "yes";
    const moves = {
      keep: { kind: "keep" },
      restart: { kind: "restart" },
      delete: { kind: "end" },
    } as const;
    return { case: { which: [] }, move: yes ? moves[wanted(conversation)] : { kind: "end" } };
  },
};

/** What somebody is asked whether they want it. */
const wanted = ({
  case: {
    which: [first],
  },
}: StepContext): "keep" | "restart" | "delete" =>
  first === "keep" || first === "delete" ? first : "restart";

const reopen: Step = {
  name: "reopen",
  asksDesk: true,
  title: (conversation) => conversation.words("places.reopen"),
  show: (conversation) => ({
    ask: prompt(
      message(conversation, "X", [], {
        before: conversation.words("returned.same-matter", {
          number: ticketName(conversation.ticket?.number ?? 0),
        }),
        offersPerson: true,
      }),
      [
        { id: "reopen", title: conversation.words("returned.reopen"), means: "yes" },
        { id: "new", title: conversation.words("returned.new"), means: "no" },
      ],
    ),
  }),
  take: (conversation, answer) => {
    const [topic] = conversation.case.which;
    if (chosen(answer) === "reopen")
      return reopenTicket(conversation, { kind: "begin", dialog: "escalate", at: "opened" });
    return { case: { which: [] }, move: topic ? { kind: "topic", topic } : { kind: "end" } };
  },
};

/** Returns the title of a topic or command on a button, or null for what cannot be chosen. */
export function topicTitle(conversation: StepContext, id: string): string | null {
  switch (id) {
    case "copy":
      return conversation.words("asides.copy-title");
    case "erase":
      return conversation.words("asides.erase-title");
    case "human":
    case "more":
    case "help":
    case "restart":
    case "cancel":
    case "back":
      return conversation.words(`commands.${id}`);
    default:
      return conversation.guide.topics.find((topic) => topic.id === id)?.title ?? null;
  }
}

const steps: Record<(typeof DETOURS)[number], Step> = {
  "welcome-back": welcomeBack,
  "old-button": oldButton,
  which,
  change,
  confirm,
  sure,
  reopen,
  withdraw: withdrawTicket,
};

/**
 * Builds the questions that interrupt a dialog and return to it: after a silence, after an old button, between two
 * topics, before another matter, after a ticket was closed, before one is taken back.
 */
export const makeDetours = (): GuideWaterfall[] => DETOURS.map((id) => new GuideWaterfall(id, [steps[id]]));

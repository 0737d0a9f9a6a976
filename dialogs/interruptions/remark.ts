import type { AboutDesk, AboutQuestion } from "../../src/nlu/acts/spoken-act.ts";
import type { Act, Choice } from "../../src/nlu/interpretation.ts";
import { ticketName } from "../../src/tickets/ticket.ts";
import { summarise } from "../escalate-summary.ts";
import { locate } from "../place.ts";
import { questionsLeft } from "../questions-left.ts";
import type { DialogContext } from "../sdk.ts";
import type { Prompt } from "../step.ts";
import type { TurnScope } from "../turn-scope.ts";
import { waitingMessages } from "../waiting-words.ts";
import { acknowledgeAnger, askAgain, note, tellLanguage, unclear } from "./note.ts";
import { topic } from "./topic.ts";

/** Answers an act that changes nothing, and asks the open question again. */
export async function remark(dc: DialogContext, turn: TurnScope, act: Act): Promise<void> {
  const { words } = turn;
  const say = (text: string, offersPerson = false): void => turn.say([note(turn, text, { offersPerson })]);
  switch (act.act) {
    case "unclear":
      return unclear(dc, turn, act.words);
    case "about-question":
      return aboutQuestion(dc, turn, act.id);
    case "about-desk":
      await aboutDesk(dc, turn, act.id);
      break;
    case "language":
      tellLanguage(dc, turn);
      break;
    case "feeling":
      acknowledgeAnger(turn);
      break;
    case "thanks":
      say(words("interrupt.thanks"));
      break;
    case "leave":
      say(words(dc.stack.length > 1 ? "interrupt.bye-place-kept" : "interrupt.bye"));
      break;
    case "unsure":
      say(words(openPrompt(dc, turn)?.takes === "text" ? "remark.unsure-text" : "remark.unsure"), true);
      break;
    case "conditional":
      return answerConditional(dc, turn);
    case "repair":
      say(words("remark.repair"), true);
      break;
    case "which-one":
      say(words("remark.which-one"));
      break;
    case "acknowledge":
    case "wait":
    case "return":
      say(words(`remark.${act.act}`));
      break;
    default:
      return unclear(dc, turn, true);
  }
  return askAgain(dc);
}

/** Answers a yes with a condition: what it asks is looked up, and the question stays open. */
async function answerConditional(dc: DialogContext, turn: TurnScope): Promise<void> {
  const guess = turn.interpretation?.guess;
  const about = guess?.topic ?? guess?.alternatives[0]?.topic;
  const known = about !== undefined && about !== null && turn.guide.topics.some(({ id }) => id === about);
  if (known && (guess?.score ?? 0) > LEAST_SURE) return topic(dc, turn, about);
  turn.say([note(turn, turn.words("remark.conditional"), { offersPerson: true })]);
  return askAgain(dc);
}

const LEAST_SURE = 0.3;

const GROUPS = ["weigh", "close", "checklist", "steps", "restore", "draft", "escalate", "feedback"] as const;

/** Returns the part of the conversation that a dialog belongs to. */
function groupOf(dialog: string): (typeof GROUPS)[number] | "other" {
  if (dialog === "alternatives") return "weigh";
  if (dialog === "rate") return "feedback";
  return GROUPS.find((group) => dialog.startsWith(group)) ?? "other";
}

/** Places whose question is explained in words of its own. */
const EXPLAINED = ["contracts", "payments", "notice"] as const;

/** Answers a question about the open question itself. */
async function aboutQuestion(dc: DialogContext, turn: TurnScope, id: AboutQuestion): Promise<void> {
  const { words, context } = turn;
  const place = locate(dc);
  const group = groupOf(place?.waterfall.id ?? "");
  const step = EXPLAINED.find((name) => name === place?.step.name);
  const say = (text: string): void => turn.say([note(turn, text)]);
  switch (id) {
    case "why":
      say(words(`about.why-${group}`));
      break;
    case "meaning":
      say(words(`about.meaning-${step ?? group}`));
      break;
    case "how-many":
    case "is-last": {
      const left = questionsLeft(dc, context);
      say(left === 0 ? words("about.how-many-last") : words("about.how-many", { count: String(left) }));
      break;
    }
    case "may-skip": {
      const option = skipOption(dc, turn);
      say(option ? words("about.may-skip", { option: option.title }) : words("about.may-not-skip"));
      break;
    }
    case "where-am-i":
      say(words("about.where-am-i", { here: place?.step.title(context) ?? words("places.fork") }));
      break;
    case "who-sees":
    case "is-safe":
      say(words(`about.${id}`));
      break;
    default:
      return id satisfies never;
  }
  return askAgain(dc);
}

/** Ids of options by which a question is left open. */
const SKIPS = ["skip", "rather-not", "other", "none", "carry-on", "not-sure", "keep", "here", "no-more"];

/** Returns the question of the open place, or null if it has none. */
function openPrompt(dc: DialogContext, turn: TurnScope): Prompt | null {
  const step = locate(dc)?.step;
  const shown = step && turn.view(step);
  return shown && "ask" in shown ? shown.ask : null;
}

/** Returns the option that leaves the open question, if it has one. */
function skipOption(dc: DialogContext, turn: TurnScope): Choice | undefined {
  const choices = openPrompt(dc, turn)?.choices ?? [];
  return (
    SKIPS.flatMap((id) => choices.find((choice) => choice.id === id) ?? [])[0] ??
    choices.find(({ means }) => means === "unsure")
  );
}

/** Answers a question about the desk. */
export async function aboutDesk(dc: DialogContext, turn: TurnScope, id: AboutDesk): Promise<void> {
  const { words } = turn;
  switch (id) {
    case "abilities":
      turn.say([note(turn, words("interrupt.help"))]);
      return;
    case "wait-time":
      await turn.askDesk();
      turn.say([
        note(turn, turn.waits ? waitingMessages(turn.context, "your-place") : waitWithoutTicket(turn), {
          offersPerson: !turn.waits,
        }),
      ]);
      return;
    case "told-so-far":
      turn.say([note(turn, isAtLetter(dc) ? words("itself.letter-holds") : notesSoFar(turn))]);
      return;
    case "ticket-number": {
      const number = turn.context.ticket?.number;
      const text =
        number === undefined
          ? words("itself.no-ticket")
          : words("itself.ticket-number", { number: ticketName(number) });
      turn.say([note(turn, text, { offersPerson: number === undefined })]);
      return;
    }
    default:
      turn.say([note(turn, words(`itself.${id}`))]);
  }
}

/** Reports whether a letter is shown that waits for a yes. */
const isAtLetter = (dc: DialogContext): boolean => {
  const place = locate(dc);
  return place?.waterfall.id === "draft" && place.step.name === "review";
};

const waitWithoutTicket = (turn: TurnScope): string =>
  [turn.words("itself.no-ticket"), waitingMessages(turn.context, "place")]
    .filter((part) => part !== "")
    .join(" ");

/** Renders what the desk has noted for its agents, and where the answer goes. */
function notesSoFar(turn: TurnScope): string {
  const { context, words } = turn;
  const contact = context.ticket?.contact ?? context.case.contact;
  const noted = [
    summarise(context),
    contact?.kind === "email" ? words("cards.email", { address: contact.address }) : "",
  ].filter((line) => line !== "");
  return words("itself.told-so-far", { noted: noted.join("\n") });
}

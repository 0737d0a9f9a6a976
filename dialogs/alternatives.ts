import type { Guide } from "../src/guide/guide.ts";
import type { Alternative } from "../src/guide/schema.ts";
import type { Choice } from "../src/nlu/interpretation.ts";
import type { Case } from "./state.ts";
import {
  chosen,
  message,
  nodeMessage,
  prompt,
  type Step,
  type StepContext,
  type StepResult,
} from "./step.ts";
import { GuideWaterfall } from "./waterfall.ts";

const asChoice = ({ id, title, words, topics }: Alternative): Choice => ({ id, title, words, topics });

/** Returns the alternatives that fit the person's reason, or the guide's first two where none does. */
function pickAlternatives(conversation: StepContext): readonly Alternative[] {
  const reason = conversation.guide.reasons.find(({ id }) => id === conversation.case.reason);
  const fits = conversation.guide.alternatives.filter(({ id }) => reason?.alternatives.includes(id));
  return fits.length > 0 ? fits : conversation.guide.alternatives.slice(0, 2);
}

const markAlternatives = (
  conversation: StepContext,
  ids: readonly string[],
  said: "offered" | "declined" | "chosen",
): Partial<Case> => ({
  alternatives: { ...conversation.case.alternatives, ...Object.fromEntries(ids.map((id) => [id, said])) },
});

const carryOnChoice = (conversation: StepContext): Choice => ({
  id: "carry-on",
  title: conversation.words("alternatives.carry-on"),
  means: "no",
  wish: "delete",
});

function takeOffer(
  conversation: StepContext,
  choice: string | null,
  offered: readonly Alternative[],
): StepResult {
  const ids = offered.map(({ id }) => id);
  if (choice === "all")
    return { case: markAlternatives(conversation, ids, "offered"), move: { kind: "to", step: "all" } };
  if (choice === "carry-on")
    return { case: markAlternatives(conversation, ids, "declined"), move: { kind: "end" } };
  return {
    case: markAlternatives(conversation, ids, "offered"),
    move: { kind: "to", step: choice ?? "all" },
  };
}

const about = (alternative: Alternative): Step => ({
  name: alternative.id,
  title: () => alternative.title,
  show: (conversation) => ({
    says: [message(conversation, alternative.node, alternative.passages)],
    ask: prompt(
      message(conversation, alternative.node, [], { before: conversation.words("alternatives.would-it-do") }),
      [
        { id: "take-it", title: conversation.words("alternatives.take-it"), means: "yes" },
        { id: "others", title: conversation.words("alternatives.others") },
        carryOnChoice(conversation),
      ],
    ),
  }),
  take: (conversation, answer) => {
    switch (chosen(answer)) {
      case "take-it":
        return {
          case: markAlternatives(conversation, [alternative.id], "chosen"),
          move: { kind: "switch", dialog: "stay" },
        };
      case "others":
        return {
          case: markAlternatives(conversation, [alternative.id], "declined"),
          move: { kind: "to", step: "all" },
        };
      default:
        return { case: markAlternatives(conversation, [alternative.id], "declined"), move: { kind: "end" } };
    }
  },
});

/** Builds the alternatives dialog (N6): two that fit at most, offered once, then the whole list on request. */
export const makeAlternatives = (guide: Guide): GuideWaterfall =>
  new GuideWaterfall("alternatives", [
    {
      name: "offer",
      title: (conversation) => conversation.words("places.alternatives"),
      show: (conversation) => {
        if (Object.keys(conversation.case.alternatives).length > 0) return { move: { kind: "end" } };
        const choices = pickAlternatives(conversation).map(asChoice);
        return {
          says: [nodeMessage(conversation, "N6")],
          ask: prompt(
            message(conversation, "N6", [], {
              before: conversation.words("alternatives.which"),
              topic: "alternatives",
            }),
            [
              ...choices,
              { id: "all", title: conversation.words("alternatives.show-all"), means: "yes" },
              carryOnChoice(conversation),
            ],
          ),
        };
      },
      take: (conversation, answer) => takeOffer(conversation, chosen(answer), pickAlternatives(conversation)),
    },
    {
      name: "all",
      title: (conversation) => conversation.words("places.alternatives"),
      show: (conversation) => ({
        ask: prompt(
          message(conversation, "N6", [], {
            before: conversation.words("alternatives.all"),
            topic: "alternatives",
          }),
          [...guide.alternatives.map(asChoice), carryOnChoice(conversation)],
        ),
      }),
      take: (conversation, answer) => takeOffer(conversation, chosen(answer), guide.alternatives),
    },
    ...guide.alternatives.map(about),
  ]);

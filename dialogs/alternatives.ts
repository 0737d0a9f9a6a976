import type { Guide } from "../src/guide/guide.ts";
import type { Alternative } from "../src/guide/schema.ts";
import type { Choice } from "../src/nlu/interpretation.ts";
import type { Case } from "./state.ts";
import { asking, chosen, type Step, type Taken, type Talk, tell } from "./step.ts";
import { GuideWaterfall } from "./waterfall.ts";

const asChoice = ({ id, title, words, topics }: Alternative): Choice => ({ id, title, words, topics });

/** The two that fit the reason best; without a reason, the first two of the guide. */
function fitting(talk: Talk): readonly Alternative[] {
  const reason = talk.guide.reasons.find(({ id }) => id === talk.case.reason);
  const fits = talk.guide.alternatives.filter(({ id }) => reason?.alternatives.includes(id));
  return fits.length > 0 ? fits : talk.guide.alternatives.slice(0, 2);
}

const noted = (
  talk: Talk,
  ids: readonly string[],
  said: "offered" | "declined" | "chosen",
): Partial<Case> => ({
  alternatives: { ...talk.case.alternatives, ...Object.fromEntries(ids.map((id) => [id, said])) },
});

const carryOn = (talk: Talk): Choice => ({
  id: "carry-on",
  title: talk.words("alternatives.carry-on"),
  means: "no",
});

function takeOffer(talk: Talk, choice: string | null, offered: readonly Alternative[]): Taken {
  const ids = offered.map(({ id }) => id);
  if (choice === "all") return { case: noted(talk, ids, "offered"), move: { kind: "to", step: "all" } };
  if (choice === "carry-on") return { case: noted(talk, ids, "declined"), move: { kind: "end" } };
  return { case: noted(talk, ids, "offered"), move: { kind: "to", step: choice ?? "all" } };
}

const about = (alternative: Alternative): Step => ({
  name: alternative.id,
  title: () => alternative.title,
  show: (talk) => ({
    says: [tell(talk, alternative.node, alternative.passages)],
    ask: asking(tell(talk, alternative.node, [], { before: talk.words("alternatives.would-it-do") }), [
      { id: "take-it", title: talk.words("alternatives.take-it"), means: "yes" },
      { id: "others", title: talk.words("alternatives.others") },
      carryOn(talk),
    ]),
  }),
  take: (talk, answer) => {
    switch (chosen(answer)) {
      case "take-it":
        return { case: noted(talk, [alternative.id], "chosen"), move: { kind: "switch", dialog: "stay" } };
      case "others":
        return { case: noted(talk, [alternative.id], "declined"), move: { kind: "to", step: "all" } };
      default:
        return { case: noted(talk, [alternative.id], "declined"), move: { kind: "end" } };
    }
  },
});

/** N6: what else there is, two that fit at most, offered once and never in the way. */
export const makeAlternatives = (guide: Guide): GuideWaterfall =>
  new GuideWaterfall("alternatives", [
    {
      name: "offer",
      title: (talk) => talk.words("places.alternatives"),
      show: (talk) => {
        if (Object.keys(talk.case.alternatives).length > 0) return { move: { kind: "end" } };
        const choices = fitting(talk).map(asChoice);
        return {
          says: [tell(talk, "N6", guide.node("N6"))],
          ask: asking(
            tell(talk, "N6", [], { before: talk.words("alternatives.which"), topic: "alternatives" }),
            [
              ...choices,
              { id: "all", title: talk.words("alternatives.show-all"), means: "yes" },
              carryOn(talk),
            ],
          ),
        };
      },
      take: (talk, answer) => takeOffer(talk, chosen(answer), fitting(talk)),
    },
    {
      name: "all",
      title: (talk) => talk.words("places.alternatives"),
      show: (talk) => ({
        ask: asking(tell(talk, "N6", [], { before: talk.words("alternatives.all"), topic: "alternatives" }), [
          ...guide.alternatives.map(asChoice),
          carryOn(talk),
        ]),
      }),
      take: (talk, answer) => takeOffer(talk, chosen(answer), guide.alternatives),
    },
    ...guide.alternatives.map(about),
  ]);

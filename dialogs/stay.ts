import { type Talk, tell } from "./step.ts";
import { GuideWaterfall } from "./waterfall.ts";

function recap(talk: Talk): string {
  const kept = talk.guide.alternatives.filter(({ id }) => talk.case.alternatives[id] === "chosen");
  if (kept.length === 0) return talk.words("stay.nothing-chosen");
  return talk.words("stay.chosen", { alternatives: kept.map(({ title }) => title).join(", ") });
}

/** N14: the account stays; what was chosen, without pressure. */
export const makeStay = (): GuideWaterfall =>
  new GuideWaterfall("stay", [
    {
      name: "recap",
      title: (talk) => talk.words("places.stay"),
      show: (talk) => ({
        says: [
          tell(talk, "N14", talk.guide.node("N14"), {
            before: recap(talk),
            after: talk.words("stay.door-open"),
          }),
        ],
        move: { kind: "finish" },
      }),
    },
  ]);

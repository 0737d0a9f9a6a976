import type { Guide } from "../src/guide/guide.ts";
import type { Step as Click } from "../src/guide/schema.ts";
import type { Card } from "./step.ts";
import { asking, askingPlainly, chosen, type Step, type Talk, tell } from "./step.ts";
import { GuideWaterfall } from "./waterfall.ts";

const standsAt = ({ guide }: Talk, click: Click): Card => ({
  kind: "steps",
  at: guide.steps.findIndex(({ id }) => id === click.id) + 1,
  of: guide.steps.length,
  title: click.title,
});

const clickStep = (click: Click): Step => ({
  name: click.id,
  title: (talk) => talk.words("places.step", { step: click.title }),
  show: (talk) => ({
    ask: (click.node === "N12" ? askingPlainly : asking)(
      tell(talk, click.node, click.passages, { after: click.question, card: standsAt(talk, click) }),
      click.options,
    ),
  }),
  take: (talk, answer) => {
    switch (click.options.find(({ id }) => id === chosen(answer))?.go) {
      case "person":
        return {
          case: { cause: "deadend" },
          says: [tell(talk, "X", [], { before: talk.words("steps.other-screen"), offersPerson: true })],
          move: { kind: "begin", dialog: "escalate", aside: true },
        };
      case "stay":
        return { case: { decided: false }, move: { kind: "switch", dialog: "stay" } };
      case "restore":
        return { case: { decided: false, goal: "restore" }, move: { kind: "switch", dialog: "restore" } };
      default:
        return { move: { kind: "next" } };
    }
  },
});

/** N11 and N12: the clicks one at a time, or as a short list; the last warning comes before the last click either way. */
export function makeSteps(guide: Guide): GuideWaterfall {
  const [way, confirmation] = [
    guide.steps.filter(({ node }) => node === "N11"),
    guide.steps.filter(({ node }) => node === "N12"),
  ];
  const first = (clicks: readonly Click[]): string => clicks[0]?.id ?? "pace";
  return new GuideWaterfall("steps", [
    {
      name: "pace",
      title: (talk) => talk.words("places.steps"),
      show: (talk) => ({
        says: [tell(talk, "N11", guide.node("N11"))],
        ask: asking(tell(talk, "N11", [], { before: talk.words("steps.pace") }), [
          { id: "one-at-a-time", title: talk.words("steps.one-at-a-time"), means: "yes" },
          { id: "list", title: talk.words("steps.short-list") },
        ]),
      }),
      take: (_, answer) => ({ move: { kind: "to", step: chosen(answer) === "list" ? "list" : first(way) } }),
    },
    {
      name: "list",
      title: (talk) => talk.words("places.steps"),
      show: (talk) => ({
        ask: asking(
          tell(
            talk,
            "N11",
            way.flatMap(({ passages }) => passages),
            { after: talk.words("steps.after-list") },
          ),
          [
            { id: "there", title: talk.words("steps.there"), means: "yes" },
            { id: "one-at-a-time", title: talk.words("steps.one-at-a-time") },
            { id: "differs", title: talk.words("steps.differs"), means: "no" },
          ],
        ),
      }),
      take: (talk, answer) => {
        switch (chosen(answer)) {
          case "there":
            return { move: { kind: "to", step: first(confirmation) } };
          case "differs":
            return {
              case: { cause: "deadend" },
              says: [tell(talk, "X", [], { before: talk.words("steps.other-screen"), offersPerson: true })],
              move: { kind: "begin", dialog: "escalate", aside: true },
            };
          default:
            return { move: { kind: "to", step: first(way) } };
        }
      },
    },
    ...way.map(clickStep),
    ...confirmation.map(clickStep),
  ]);
}

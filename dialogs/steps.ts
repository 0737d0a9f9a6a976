import type { Guide } from "../src/guide/guide.ts";
import type { GuideStep as Click } from "../src/guide/schema.ts";
import type { StepCard } from "./step.ts";
import { chosen, message, plainPrompt, prompt, type Step, type StepContext } from "./step.ts";
import { GuideWaterfall } from "./waterfall.ts";

const standsAt = ({ guide }: StepContext, click: Click): StepCard => ({
  kind: "steps",
  at: guide.steps.findIndex(({ id }) => id === click.id) + 1,
  of: guide.steps.length,
  title: click.title,
});

const clickStep = (click: Click): Step => ({
  name: click.id,
  title: (conversation) => conversation.words("places.step", { step: click.title }),
  show: (conversation) => ({
    ask: (click.node === "N12" ? plainPrompt : prompt)(
      message(conversation, click.node, click.passages, {
        after: click.question,
        card: standsAt(conversation, click),
      }),
      click.options,
    ),
  }),
  take: (conversation, answer) => {
    switch (click.options.find(({ id }) => id === chosen(answer))?.go) {
      case "person":
        return {
          case: { cause: "deadend" },
          says: [
            message(conversation, "X", [], {
              before: conversation.words("steps.other-screen"),
              offersPerson: true,
            }),
          ],
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
      title: (conversation) => conversation.words("places.steps"),
      show: (conversation) => ({
        says: [message(conversation, "N11", guide.node("N11"))],
        ask: prompt(message(conversation, "N11", [], { before: conversation.words("steps.pace") }), [
          { id: "one-at-a-time", title: conversation.words("steps.one-at-a-time"), means: "yes" },
          { id: "list", title: conversation.words("steps.short-list") },
        ]),
      }),
      take: (_, answer) => ({ move: { kind: "to", step: chosen(answer) === "list" ? "list" : first(way) } }),
    },
    {
      name: "list",
      title: (conversation) => conversation.words("places.steps"),
      show: (conversation) => ({
        ask: prompt(
          message(
            conversation,
            "N11",
            way.flatMap(({ passages }) => passages),
            { after: conversation.words("steps.after-list") },
          ),
          [
            { id: "there", title: conversation.words("steps.there"), means: "yes" },
            { id: "one-at-a-time", title: conversation.words("steps.one-at-a-time") },
            { id: "differs", title: conversation.words("steps.differs"), means: "no" },
          ],
        ),
      }),
      take: (conversation, answer) => {
        switch (chosen(answer)) {
          case "there":
            return { move: { kind: "to", step: first(confirmation) } };
          case "differs":
            return {
              case: { cause: "deadend" },
              says: [
                message(conversation, "X", [], {
                  before: conversation.words("steps.other-screen"),
                  offersPerson: true,
                }),
              ],
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

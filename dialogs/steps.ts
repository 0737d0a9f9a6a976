import type { Guide } from "../src/guide/guide.ts";
import type { GuideStep as Click } from "../src/guide/schema.ts";
import type { StepCard } from "./step.ts";
import { chosen, gatePrompt, message, nodeMessage, prompt, type Step, type StepContext } from "./step.ts";
import { GuideWaterfall } from "./waterfall.ts";

const stepCard = ({ guide }: StepContext, click: Click): StepCard => ({
  kind: "steps",
  at: guide.steps.findIndex(({ id }) => id === click.id) + 1,
  of: guide.steps.length,
  title: click.title,
});

/** Builds the step of one click, which may include the text and the options of the click before it. */
const clickStep = (click: Click, before: Click | undefined): Step => ({
  name: click.id,
  title: (conversation) => conversation.words("places.step", { step: click.title }),
  show: (conversation) => {
    if (click.joinsNext) return { move: { kind: "next" } };
    return {
      ask: (click.node === "N12" ? gatePrompt : prompt)(
        message(conversation, click.node, [...(before?.passages ?? []), ...click.passages], {
          after: click.question,
          card: stepCard(conversation, click),
        }),
        optionsOf(click, before),
      ),
    };
  },
  take: (conversation, answer) => {
    switch (optionsOf(click, before).find(({ id }) => id === chosen(answer))?.go) {
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
      case "wait":
        return {
          says: [message(conversation, click.node, [], { before: conversation.words("steps.no-hurry") })],
          move: { kind: "to", step: click.id },
        };
      default:
        return { move: { kind: "next" } };
    }
  },
});

/** Returns the options of a click, with those of the one before that lead to a person. */
const optionsOf = (click: Click, before: Click | undefined): Click["options"] => [
  ...click.options,
  ...(before?.options.filter(
    ({ id, go }) => go === "person" && click.options.every((own) => own.id !== id),
  ) ?? []),
];

/** Builds the steps of some clicks, those shown together with the next one included. */
const clickSteps = (clicks: readonly Click[]): Step[] =>
  clicks.map((click, at) => clickStep(click, clicks[at - 1]?.joinsNext ? clicks[at - 1] : undefined));

/**
 * Builds the clicks dialog (N11 and N12): one at a time or as a list. The last warning precedes the last click either
 * way.
 */
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
      show: (conversation) => {
        const says = [nodeMessage(conversation, "N11")];
        if (conversation.case.clicks) return { says, move: { kind: "to", step: "list" } };
        return {
          says,
          ask: prompt(message(conversation, "N11", [], { before: conversation.words("steps.pace") }), [
            { id: "one-at-a-time", title: conversation.words("steps.one-at-a-time"), means: "yes" },
            { id: "list", title: conversation.words("steps.short-list"), wish: "clicks" },
          ]),
        };
      },
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
            { after: conversation.words("steps.after-list"), whole: true },
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
    ...clickSteps(way),
    ...clickSteps(confirmation),
  ]);
}

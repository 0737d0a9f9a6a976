import { ticketName } from "../src/desk/ticket.ts";
import { again } from "./again.ts";
import { fork } from "./fork.ts";
import { type Talk, tell } from "./step.ts";
import { GuideWaterfall } from "./waterfall.ts";

const goodbye = (talk: Talk): string =>
  talk.ticket?.state.kind === "open"
    ? talk.words("root.goodbye-waiting", { number: ticketName(talk.ticket.number) })
    : talk.words("root.goodbye");

/** N0 and N1, and the closing words: the ground on which all other dialogs stand. */
export const makeRoot = (): GuideWaterfall =>
  new GuideWaterfall("root", [
    {
      name: "welcome",
      title: (talk) => talk.words("places.fork"),
      show: (talk) => ({
        says: [
          tell(talk, "N0", talk.guide.node("N0"), {
            before: talk.words("root.welcome"),
            after: talk.words("root.not-upwork"),
          }),
        ],
        move: { kind: "next" },
      }),
    },
    fork,
    again,
    {
      name: "closing",
      title: (talk) => talk.words("places.feedback"),
      show: (talk) => ({
        move: talk.case.solved || talk.ticket ? { kind: "next" } : { kind: "begin", dialog: "feedback" },
      }),
    },
    {
      name: "goodbye",
      title: (talk) => talk.words("places.feedback"),
      show: (talk) => ({
        says: [tell(talk, null, [], { before: goodbye(talk) })],
        move: { kind: "end" },
      }),
    },
  ]);

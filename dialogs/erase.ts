import { erasureNumber } from "../src/privacy/data-subject-requests.ts";
import { askAgain, stepAside } from "./interruptions/note.ts";
import type { DialogContext } from "./sdk.ts";
import { asking, askingPlainly, chosen, type Talk, tell } from "./step.ts";
import type { Turn } from "./turn.ts";
import { GuideWaterfall } from "./waterfall.ts";

const ERASE = "erase";

/** Asks whether this chat is to be deleted, on top of the open question. */
export const askWhetherToErase = (dc: DialogContext, turn: Turn): Promise<void> =>
  dc.activeDialog?.id === ERASE ? askAgain(dc) : stepAside(dc, turn, ERASE, { erasure: erasureNumber() });

const line = (talk: Talk, text: string) => tell(talk, "I", [], { before: text });

/** Deleting the chat: the question, with what goes and what must stay, and the number that shows it was done. */
export const makeErase = (): GuideWaterfall =>
  new GuideWaterfall(ERASE, [
    {
      name: "confirm",
      title: (talk) => talk.words("places.erase"),
      show: (talk) => ({
        ask: askingPlainly(
          line(
            talk,
            `${talk.words("erase.ask")}\n\n${talk.words("erase.stays")}\n\n${talk.words("erase.sure")}`,
          ),
          [
            { id: "yes", title: talk.words("erase.yes"), means: "yes" },
            { id: "no", title: talk.words("erase.no"), means: "no" },
          ],
        ),
      }),
      take: (talk, answer) =>
        chosen(answer) === "yes"
          ? { effect: "erase-talk", move: { kind: "to", step: "gone" } }
          : { says: [line(talk, talk.words("erase.kept"))], move: { kind: "end" } },
    },
    {
      name: "gone",
      title: (talk) => talk.words("places.erase"),
      show: (talk) => ({
        ask: asking(line(talk, talk.words("erase.done", { receipt: talk.case.erasure ?? "" })), []),
      }),
      take: () => ({ move: { kind: "end" } }),
    },
  ]);

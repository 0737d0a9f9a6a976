import { erasureNumber } from "../src/privacy/data-subject-requests.ts";
import { askAgain, pushDetour } from "./interruptions/note.ts";
import type { DialogContext } from "./sdk.ts";
import { chosen, gatePrompt, message, prompt, type StepContext } from "./step.ts";
import type { TurnScope } from "./turn-scope.ts";
import { GuideWaterfall } from "./waterfall.ts";

const ERASE = "erase";

/** Asks whether this chat is to be deleted, on top of the open question. */
export const askWhetherToErase = (dc: DialogContext, turn: TurnScope): Promise<void> =>
  dc.activeDialog?.id === ERASE ? askAgain(dc) : pushDetour(dc, turn, ERASE, { erasure: erasureNumber() });

const line = (conversation: StepContext, text: string) => message(conversation, "I", [], { before: text });

/** Builds the dialog that erases the chat: the question with what goes and what stays, then the erasure's number. */
export const makeErase = (): GuideWaterfall =>
  new GuideWaterfall(ERASE, [
    {
      name: "confirm",
      title: (conversation) => conversation.words("places.erase"),
      show: (conversation) => ({
        ask: gatePrompt(
          line(
            conversation,
            `${conversation.words("erase.ask")}\n\n${conversation.words("erase.stays")}\n\n${conversation.words("erase.sure")}`,
          ),
          [
            { id: "yes", title: conversation.words("erase.yes"), means: "yes" },
            { id: "no", title: conversation.words("erase.no"), means: "no" },
          ],
        ),
      }),
      take: (conversation, answer) =>
        chosen(answer) === "yes"
          ? { effect: "erase-talk", move: { kind: "to", step: "gone" } }
          : { says: [line(conversation, conversation.words("erase.kept"))], move: { kind: "end" } },
    },
    {
      name: "gone",
      title: (conversation) => conversation.words("places.erase"),
      show: (conversation) => ({
        ask: prompt(
          line(conversation, conversation.words("erase.done", { receipt: conversation.case.erasure ?? "" })),
          [],
        ),
      }),
      take: () => ({ move: { kind: "end" } }),
    },
  ]);

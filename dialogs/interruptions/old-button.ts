import type { ButtonValue } from "../button.ts";
import { standing } from "../place.ts";
import type { DialogContext } from "../sdk.ts";
import { placeNamed } from "../stack.ts";
import type { Turn } from "../turn.ts";
import type { GuideWaterfall } from "../waterfall.ts";
import { askAgain, leaveAside, note, stepAside } from "./note.ts";

/** Says where an old button belongs and where the talk stands, and offers to go back there. */
export async function oldButton(dc: DialogContext, turn: Turn, button: ButtonValue): Promise<void> {
  leaveAside(dc, turn);
  const { trail } = turn.state;
  const index = trail.findLastIndex(({ nonce }) => nonce === button.nonce);
  const here = standing(dc)?.step.title(turn.talk) ?? turn.words("places.fork");
  const there = trail[index];
  if (!there) {
    turn.say([note(turn, turn.words("interrupt.button-gone", { here }))]);
    return askAgain(dc);
  }
  if (index === trail.length - 1 && there.answer === button.choice) {
    turn.say([note(turn, turn.words("interrupt.button-twice", { here }))]);
    return askAgain(dc);
  }
  turn.say([
    note(turn, turn.words("interrupt.button-old", { there: titleOf(dc, turn, there.at.at(-1) ?? ""), here })),
  ]);
  return stepAside(dc, turn, "old-button", { staleNonce: button.nonce });
}

const titleOf = (dc: DialogContext, turn: Turn, place: string): string => {
  const { guide, step } = placeNamed(place);
  const waterfall = dc.findDialog(guide) as GuideWaterfall | undefined;
  return waterfall?.step(step)?.title(turn.talk) ?? turn.words("places.fork");
};

import type { Guide } from "../src/guide/guide.ts";
import { makeAlternatives } from "./alternatives.ts";
import { makeChecklist } from "./checklist.ts";
import { makeClose, makeKeepAccount } from "./close.ts";
import { makeDetours } from "./detours.ts";
import { makeDistress } from "./distress.ts";
import { makeDraft } from "./draft.ts";
import type { LetterParts } from "./draft-letter.ts";
import { makeErase } from "./erase.ts";
import { makeEscalate } from "./escalate.ts";
import { makeQuestion } from "./question.ts";
import { makeFeedback, makeRate } from "./rate.ts";
import { makeRestore, makeRestoreWays } from "./restore.ts";
import { makeRoot } from "./root.ts";
import { DialogSet } from "./sdk.ts";
import { makeSteps } from "./steps.ts";
import { makeWeighOptions } from "./weigh-options.ts";

/**
 * Builds the set of all the desk's waterfalls. `DialogSet` renames a duplicate id silently; a test checks that ids are
 * unique.
 */
export function makeDialogs(guide: Guide, words: LetterParts): DialogSet {
  const set = new DialogSet();
  for (const dialog of [
    makeRoot(),
    makeQuestion(),
    makeWeighOptions(),
    makeAlternatives(guide),
    makeClose(),
    makeChecklist(guide),
    makeSteps(guide),
    makeKeepAccount(),
    makeRestore(),
    ...makeRestoreWays(guide, words.letters),
    makeDraft(guide, words),
    makeErase(),
    makeEscalate(),
    makeDistress(),
    makeRate(),
    makeFeedback(),
    ...makeDetours(),
  ]) {
    set.add(dialog);
  }
  return set;
}

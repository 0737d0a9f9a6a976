import type { Guide } from "../src/guide/load.ts";
import { makeAlternatives } from "./alternatives.ts";
import { makeAsides } from "./asides.ts";
import { makeChecklist } from "./checklist.ts";
import { makeClose } from "./close.ts";
import { makeDistress } from "./distress.ts";
import { makeDraft } from "./draft.ts";
import { makeErase } from "./erase.ts";
import { makeEscalate } from "./escalate.ts";
import { makeFeedback } from "./feedback.ts";
import { makeQuestion } from "./question.ts";
import { makeRate } from "./rate.ts";
import { makeRestore } from "./restore.ts";
import { makeRestoreWays } from "./restore-way.ts";
import { makeRoot } from "./root.ts";
import { DialogSet } from "./sdk.ts";
import { makeStay } from "./stay.ts";
import { makeSteps } from "./steps.ts";
import { makeWeigh } from "./weigh.ts";

/** All waterfalls of the desk in one set; a duplicate id would be renamed silently, so the ids are checked by a test. */
export function makeDialogs(guide: Guide): DialogSet {
  const set = new DialogSet();
  for (const dialog of [
    makeRoot(),
    makeQuestion(),
    makeWeigh(),
    makeAlternatives(guide),
    makeClose(),
    makeChecklist(guide),
    makeSteps(guide),
    makeStay(),
    makeRestore(),
    ...makeRestoreWays(guide),
    makeDraft(guide),
    makeErase(),
    makeEscalate(),
    makeDistress(),
    makeRate(),
    makeFeedback(),
    ...makeAsides(),
  ]) {
    set.add(dialog);
  }
  return set;
}

import { expect, test } from "vitest";
import { afterFailure } from "../../src/bot/turn-runner.ts";
import { StateConflict, StoreUnavailable } from "../../src/store/errors.ts";

const fault = new RangeError("a fault");
const conflict = new StateConflict("moved meanwhile");
const away = new StoreUnavailable("disk full");

/** What follows each of these failures of one turn, until it is parked. */
function stepsAfter(errors: readonly Error[]): string[] {
  let tries = { faults: 0, conflicts: 0 };
  return errors.map((error) => {
    const { next, failed } = afterFailure(error, tries);
    tries = failed;
    return next;
  });
}

test("the third fault parks a turn", () => {
  expect(stepsAfter([fault, fault, fault])).toEqual(["again", "again", "park"]);
});

test("a store that is away, and an agent who moved meanwhile, count as no try", () => {
  expect(stepsAfter([fault, away, conflict, fault, away, conflict, fault])).toEqual([
    "again",
    "wait",
    "again",
    "again",
    "wait",
    "again",
    "park",
  ]);
});

test("conflicts beyond what an agent's moves explain count as faults", () => {
  const conflicts = Array.from({ length: 53 }, () => conflict);
  expect(stepsAfter(conflicts).slice(48)).toEqual(["again", "again", "again", "again", "park"]);
});

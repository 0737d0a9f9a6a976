import { expect, test } from "vitest";
import { acceptSecret, newSecret, spendCode } from "../../src/accounts/sign-in.ts";

/** The secret of the examples in RFC 6238, appendix B, in base 32. */
const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const at = (seconds: number): Date => new Date(seconds * 1000);
const kept = { secret, lastStep: 0, recovery: [] };

test.each([
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_234_567_890, "005924"],
  [20_000_000_000, "353130"],
])("at %i seconds the code is %s, as RFC 6238 has it", (seconds, code) => {
  expect(spendCode(kept, code, at(seconds))).toMatchObject({ lastStep: Math.floor(seconds / 30) });
});

test("a code is good a step early and late, not more, and never twice", () => {
  expect(spendCode(kept, "081804", at(1_111_111_109 + 30))).not.toBe(null);
  expect(spendCode(kept, "081804", at(1_111_111_109 - 30))).not.toBe(null);
  expect(spendCode(kept, "081804", at(1_111_111_109 + 60))).toBe(null);
  const used = spendCode(kept, " 081 804 ", at(1_111_111_109));
  expect(used && spendCode(used, "081804", at(1_111_111_109))).toBe(null);
});

test("only who has the secret sets it, and the code that did is used", () => {
  expect(acceptSecret(secret, "000000", at(59))).toBe(null);
  const taken = acceptSecret(secret, "287082", at(59));
  expect(taken && spendCode(taken.kept, "287082", at(59))).toBe(null);
});

test("each recovery code is good once, however it is typed, and is not kept itself", () => {
  const taken = acceptSecret(secret, "287082", at(59));
  if (taken === null) throw new Error("the code was not taken");
  expect(new Set(taken.recovery).size).toBe(10);
  const [first = "", second = ""] = taken.recovery;
  expect(JSON.stringify(taken.kept)).not.toContain(first);
  const typed = `${first.slice(0, 5)}-${first.slice(5)}`.toLowerCase();
  const left = spendCode(taken.kept, typed, at(600));
  expect(left?.recovery).toHaveLength(9);
  expect(left && spendCode(left, first, at(600))).toBe(null);
  expect(left && spendCode(left, second, at(600))).not.toBe(null);
  expect(spendCode(taken.kept, "", at(600))).toBe(null);
});

test("secrets are long and not the same", () => {
  expect(newSecret()).toMatch(/^[A-Z2-7]{32}$/);
  expect(newSecret()).not.toBe(newSecret());
});

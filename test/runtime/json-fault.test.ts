import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonFault } from "../../src/runtime/json-fault.ts";
import { damaged } from "../anything.ts";

test.each([
  ["", 1, 1, "expected a value and found the end of the file"],
  ['[\n  {"a": 1,}\n]', 2, 11, 'expected a name in "…" and found }'],
  ['[\n  {"a" 1}\n]', 2, 8, "expected : and found 1"],
  ["[1, 2", 1, 6, "expected , or ] and found the end of the file"],
  ["[1 2]", 1, 4, "expected , or ] and found 2"],
  ['{"a": [1, {"b": 2}], "c": 3 "d"}', 1, 29, 'expected , or } and found "d"'],
  ['{"a": [1, {"b": 2} 3]}', 1, 20, "expected , or ] and found 3"],
  ['{"a": 1', 1, 8, "expected , or } and found the end of the file"],
  ['{"a": "b\tc"}', 1, 7, "a text that is not closed properly"],
  ["[", 1, 2, "expected a value and found the end of the file"],
  ['{"a": {', 1, 8, 'expected a name in "…" and found the end of the file'],
  ["[[]", 1, 4, "expected , or ] and found the end of the file"],
  ["[1.]", 1, 2, "a number that is not complete: 1."],
  ["[1, // two\n2]", 1, 5, "unexpected /"],
  ["[nul]", 1, 2, "unexpected n"],
  ["[1,]", 1, 4, "expected a value and found ]"],
  ["[] []", 1, 4, "expected the end of the file and found ["],
  ['{"a": "b}', 1, 7, "a text that is not closed properly"],
  ["[\n 'a']", 2, 2, "unexpected '"],
])("%j breaks at line %i column %i: %s", (json, line, column, reason) => {
  expect(jsonFault(json)).toEqual({ line, column, reason });
});

test("it takes for JSON what JSON.parse takes for JSON, and nothing else", () => {
  const parses = (json: string): boolean => {
    try {
      JSON.parse(json);
      return true;
    } catch {
      return false;
    }
  };
  fc.assert(
    fc.property(damaged(fc.json({ stringUnit: "binary" })), (json) => {
      expect(jsonFault(json) === undefined).toBe(parses(json));
    }),
    { numRuns: 3000 },
  );
});

import { expect, test } from "vitest";
import { encode } from "../src/runtime/utf8.ts";

const texts = [
  ["plain", "and more"],
  ["é", "“quoted”", "日本", "🙂", ""],
  ["x".repeat(70_000), "é".repeat(70_000)],
  ["日".repeat(2_000_000)],
  [],
];

test.each(texts)("texts stand one after another as UTF-8 (%#)", (...some) => {
  expect(encode(some).equals(Buffer.from(some.join("")))).toBe(true);
});

test("room is left for a head, and what was encoded before stays as it was", () => {
  const first = encode(["first"], 3);
  const second = encode(["second, which is longer"]);
  expect(first.subarray(3).toString()).toBe("first");
  expect(first).toHaveLength(8);
  expect(second.toString()).toBe("second, which is longer");
});

test("half of a sign becomes the replacement character, as everywhere in Node", () => {
  expect(encode(["a\ud83d", "b"]).toString()).toBe("a\ufffdb");
});

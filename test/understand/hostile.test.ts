import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clean } from "../../src/understand/clean.ts";
import { mask } from "../../src/understand/mask.ts";
import { guessTopic } from "../../src/understand/topics/guess.ts";
import { howLongAgo, meaningOf, now, parts } from "./parts.ts";

describe("T22: no text costs more than 100 ms of CPU", () => {
  test.each([
    ["digits", "1".repeat(4_000)],
    ["dates without end", "may 1 to may 2 ".repeat(300)],
    ["brackets", "(((((".repeat(800)],
    ["one endless word", "a".repeat(4_000)],
    ["emoji", "👩‍👩‍👧".repeat(400)],
    ["spaces", " ".repeat(4_000)],
    ["words nobody knows", "qwzx kjhf plmn vbtr ".repeat(200)],
    ["combining marks", `e${"\u0301".repeat(3_000)}`],
  ])("%s", (_, text) => {
    guessTopic("warm", null, parts);
    const before = process.cpuUsage();
    mask(clean(text));
    guessTopic(text.slice(0, 250), null, parts);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(100);
  });

  test("a date that costs too much is given up, and the next is understood", async () => {
    const costly = "1 1 1 1 1st of the 1st of the 1st of the 1st of the 1st of the";
    await parts.recognizers.recognize("moment", `${costly} ${costly} ${costly} ${costly}`, now);
    expect(await meaningOf("three weeks ago", howLongAgo)).toMatchObject({
      kind: "moment",
      moment: { date: "2026-11-03" },
    });
  });
});

test("T16: any text is cleaned, masked and answered", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "binary", maxLength: 300 }), async (text) => {
      const cleaned = clean(text);
      expect(cleaned).not.toMatch(/\0|\p{Cs}/u);
      expect(typeof mask(cleaned).text).toBe("string");
      expect((await meaningOf(cleaned)).kind).toBeTypeOf("string");
    }),
    { numRuns: 100 },
  );
});

test("T16: a cut never leaves half a sign", () => {
  const text = clean(`${"x".repeat(3_999)}😀`);
  expect(text).toBe("x".repeat(3_999));
});

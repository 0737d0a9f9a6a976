import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { slotsOf } from "../../src/nlu/slots.ts";
import { redact, sanitizeText } from "../../src/redaction/redact.ts";
import { address, finished, howLongAgo, meaningOf, now, ownWords, parts, reason } from "./parts.ts";

const questions = [null, finished, howLongAgo, address, reason, ownWords];

/** All that a text goes through from the door to its meaning. */
async function heard(text: string, question: (typeof questions)[number]): Promise<void> {
  const { text: shown } = redact(sanitizeText(text));
  const { guess } = await meaningOf(shown, question);
  await slotsOf(shown, guess, now, parts);
}

async function cpuOf(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

beforeAll(async () => {
  for (const question of questions)
    for (const text of ["the second, 3 weeks ago, jo@example.org", "closed, $5 pending"])
      await heard(text, question);
});

describe("T22: no text costs more than 100 ms of CPU, whatever is asked", () => {
  test.each([
    ["digits", "1".repeat(4_000)],
    ["single digits", "1 ".repeat(2_000)],
    ["dates without end", "may 1 to may 2 ".repeat(300)],
    [
      "a closing with dates without end",
      "closed may 1 to may 2 from last monday until next friday ".repeat(5),
    ],
    ["money without end", "$1,1,1,1,1 pending owed usd 5k 5k 5k ".repeat(80)],
    ["numbers in words", `pending $${"one hundred thousand and ".repeat(20)}`],
    ["addresses without end", "a@".repeat(2_000)],
    ["many matters", "delete it and also ".repeat(200)],
    ["nothing but not", "not ".repeat(1_000)],
    ["brackets", "(((((".repeat(800)],
    ["one endless word", "a".repeat(4_000)],
    ["emoji", "👩‍👩‍👧".repeat(400)],
    ["spaces", " ".repeat(4_000)],
    ["signs of no width", "\u200b".repeat(4_000)],
    ["right to left", "\u202e\u200f\u0645\u0631\u062d\u0628\u0627 ".repeat(300)],
    ["words nobody knows", "qwzx kjhf plmn vbtr ".repeat(200)],
    ["combining marks", `e${"\u0301".repeat(3_000)}`],
    ["almost cards", "4111 1111 1111 111 ".repeat(200)],
  ])("%s", async (_, text) => {
    for (const question of questions) {
      const first = await cpuOf(() => heard(text, question));
      const cost = first < 100 ? first : await cpuOf(() => heard(text, question));
      expect(cost, JSON.stringify(question?.takes)).toBeLessThan(100);
    }
  });

  test("a date that costs too much is given up, and the next is understood", async () => {
    const costly = "1 1 1 1 1st of the 1st of the 1st of the 1st of the 1st of the";
    await parts.recognizers.recognize("moment", `${costly} ${costly} ${costly} ${costly}`, now);
    const { acts } = await meaningOf("three weeks ago", howLongAgo);
    expect(acts[0]).toMatchObject({ act: "moment", moment: { date: "2026-11-03" } });
  });
});

test("T16: any text is cleaned, masked and answered", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "binary", maxLength: 300 }), async (text) => {
      const cleaned = sanitizeText(text);
      expect(cleaned).not.toMatch(/\0|\p{Cs}/u);
      expect(typeof redact(cleaned).text).toBe("string");
      expect((await meaningOf(cleaned)).acts.length).toBeGreaterThan(0);
    }),
    { numRuns: 100 },
  );
});

test("T16: a cut never leaves half a sign", () => {
  const text = sanitizeText(`${"x".repeat(3_999)}😀`);
  expect(text).toBe("x".repeat(3_999));
});

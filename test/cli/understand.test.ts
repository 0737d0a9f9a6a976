import { expect, test } from "vitest";
import { run } from "./run.ts";

const program = "cli/understand.js";

test("a line of text becomes a line of JSON with its topic", async () => {
  const { code, stdout } = await run(program, { input: "hide my profile\n" });
  expect(code).toBe(0);
  expect(Object.keys(JSON.parse(stdout))).toEqual(["text", "topic", "score", "alternatives", "negated"]);
  expect(JSON.parse(stdout)).toMatchObject({ topic: "alt_visibility" });
});

test("with a place it tells spoken acts and how well the options there are answered", async () => {
  const args = ["--place", "checklist.contracts"];
  const { code, stdout } = await run(program, { args, input: "two are still running\nthanks\n" });
  expect(code).toBe(0);
  const [answer, thanks] = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(answer.options[0]).toMatchObject({ option: "not-yet", score: expect.any(Number) });
  expect(answer.options.length).toBeGreaterThan(1);
  expect(thanks.acts).toMatchObject([{ act: "thanks", whole: true }]);
});

test("a place without example answers, and an unknown option, end it with the usage", async () => {
  for (const args of [
    ["--place", "checklist.nowhere"],
    ["--where", "checklist.contracts"],
  ]) {
    const { code, stderr } = await run(program, { args, input: "yes\n" });
    expect([code, stderr]).toEqual([2, expect.stringContaining("npm run understand -- [--place")]);
  }
});

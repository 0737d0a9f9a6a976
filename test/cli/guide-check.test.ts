import { expect, test } from "vitest";
import { projectCopy } from "./project.ts";
import { run } from "./run.ts";

test("the guide check prints its table, ends with all facts and nodes, and exits 0", async () => {
  const ran = await run("tools/guide-check.js", {});
  expect(ran).toMatchObject({ code: 0, stderr: "" });
  const lines = ran.stdout.trimEnd().split("\n");
  expect(lines.at(-1)).toBe("89 of 89 facts, 35 of 35 nodes");
  expect(lines[0]).toMatch(/^F01 {2}\w+\.\S+ +The guide covers four things/);
  expect(lines.filter((line) => /^F\d\d /.test(line))).toHaveLength(89);
  expect(lines.filter((line) => /^[NRXI]\w* .*turns /.test(line))).toHaveLength(35);
});

test("the guide check names a fact that is no longer said anywhere, and exits 1", async () => {
  const project = projectCopy({
    "guide/en/reasons.json": (text) => text.replace('"reason_inactive.peace-of-mind", ', ""),
    "guide/en/topics/reason_inactive.json": (text) =>
      text.replace('"answer": ["reason_inactive.peace-of-mind", ', '"answer": ['),
    "guide/en/tree.json": (text) => text.replace(/("id": "N4a",[^}]*"facts": \[)"F25"/, "$1"),
  });
  const ran = await run("tools/guide-check.js", { project });
  expect(ran.code).toBe(1);
  expect(ran.stdout).toMatch(/^F25 {2}NOT SAID /m);
  expect(ran.stdout.trimEnd().split("\n").at(-1)).toBe("88 of 89 facts, 35 of 35 nodes");
});

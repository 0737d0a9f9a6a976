import { expect, test } from "vitest";
import { attempt } from "../../bench/attempt.ts";
import { figure, figureTable } from "../../bench/report.ts";

test("a measurement that fails is told as a figure, in one cell of the table", async () => {
  const good = await attempt("good", async () => figure("good", 1, "x", { least: 2 }));
  const bad = await attempt("bad", async () => {
    throw new Error("the server | did not start:\nno room");
  });
  expect(
    figureTable([...good, ...bad])
      .split("\n")
      .slice(2),
  ).toEqual([
    "| good | 1.00x | at least 2x | **no** |",
    "| bad | not measured: the server / did not start: no room |  | **no** |",
  ]);
});

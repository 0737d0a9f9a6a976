import os from "node:os";
import { shown } from "./numbers.ts";

/** One line of the report. `goal` null says that the figure is only told. */
export interface Figure {
  what: string;
  measured: string;
  goal: { says: string; met: boolean } | null;
}

/** A figure that must not be above (`most`) or below (`least`) a number. */
export function figure(
  what: string,
  value: number,
  unit: string,
  goal: { most: number } | { least: number },
  detail = "",
): Figure {
  const says = "most" in goal ? `at most ${goal.most}${unit}` : `at least ${goal.least}${unit}`;
  const met = "most" in goal ? value <= goal.most : value >= goal.least;
  const measured = Number.isNaN(value) ? "not measured" : `${shown(value)}${unit}${detail && ` (${detail})`}`;
  return { what, measured, goal: { says, met } };
}

/** Which computer the figures are from, without its name. */
export function machine(): string {
  const cpus = os.cpus();
  const gigabytes = Math.round(os.totalmem() / 1024 ** 3);
  const kernel = `${os.type()} ${os.release()}`;
  return `${cpus[0]?.model ?? "unknown processor"}, ${cpus.length} cores, ${gigabytes} GB, ${kernel}, Node ${process.version}`;
}

/** A table for people, in Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

const verdict = ({ goal }: Figure): string[] => (goal ? [goal.says, goal.met ? "yes" : "**no**"] : ["", ""]);

export const figureTable = (figures: readonly Figure[]): string =>
  table(
    ["figure", "measured", "goal", "met"],
    figures.map((one) => [one.what, one.measured, ...verdict(one)]),
  );

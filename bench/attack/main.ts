import { writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { projectFolder } from "../../src/runtime/paths.ts";
import { attempt } from "../attempt.ts";
import { type Figure, machine, table } from "../report.ts";
import { type Attack, attacks } from "./attacks.ts";
import { turnCost } from "./turn-cost.ts";

const names = [...attacks.map(({ name }) => name), "turns"];
const usage = `npm run attack [-- --before <folder>] [--only <name>,<name>]

Attacks a desk of this project, in a process of its own and on loopback, and writes bench/results-attack.md. An earlier
tree of the project, built, is attacked too with --before, and its figures stand beside. The attacks: ${names.join(", ")}
(turns, what a turn costs, only with --before).
`;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const row = (figure: Figure, before: readonly (readonly Figure[])[]): string[] => [
  figure.what,
  ...before.map((figures) => figures.find(({ what }) => what === figure.what)?.measured ?? ""),
  figure.measured,
  figure.goal?.says ?? "",
  figure.goal === null ? "" : figure.goal.met ? "yes" : "**no**",
];

/** Attacks each tree in turn, this one last, and gives a row for each figure. */
async function rowsOf({ name, what, measure }: Attack, trees: readonly string[]): Promise<string[][]> {
  const found: Figure[][] = [];
  for (const tree of trees) {
    const figures = await attempt(what, () => measure(tree, what));
    for (const figure of figures) say(`${name}, ${path.basename(tree)}: ${figure.what}: ${figure.measured}`);
    found.push(figures);
  }
  return (found.at(-1) ?? []).map((figure) => row(figure, found.slice(0, -1)));
}

async function attackAll(only: readonly string[], before: readonly string[]): Promise<void> {
  const [load] = os.loadavg();
  const rows: string[][] = [];
  for (const attack of attacks)
    if (only.includes(attack.name)) rows.push(...(await rowsOf(attack, [...before, projectFolder])));
  for (const tree of only.includes("turns") ? before : []) {
    const figures = await attempt("CPU of a durable turn", () => turnCost(tree, projectFolder, say));
    rows.push(...figures.map((figure) => row(figure, [[]])));
  }
  const head = [
    "figure",
    ...before.map(() => "before"),
    before.length > 0 ? "after" : "measured",
    "goal",
    "met",
  ];
  const report = [
    "# What attackers can do, measured",
    `${machine()}; load average ${load?.toFixed(2)} before the run. Made by \`npm run attack\`, with the attackers on the same machine; a trusted proxy's header, or addresses of loopback, stand for their networks.`,
    table(head, rows),
  ].join("\n\n");
  say(`\n${report}`);
  if (only.length === names.length)
    writeFileSync(path.join(projectFolder, "bench/results-attack.md"), `${report}\n`);
}

const { values } = parseArgs({ options: { before: { type: "string" }, only: { type: "string" } } });
const only = values.only?.split(",") ?? names;
if (only.every((name) => names.includes(name)))
  await attackAll(only, values.before === undefined ? [] : [path.resolve(values.before)]);
else {
  process.stderr.write(usage);
  process.exitCode = 2;
}

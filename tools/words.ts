import { dataPath } from "../src/runtime/paths.ts";
import { errorMessage } from "../src/runtime/process.ts";
import { inBot } from "./guide-check/bot.ts";
import { makeTurns } from "./guide-check/crawl.ts";
import { branches } from "./words/branches.ts";
import { entriesOf } from "./words/entries.ts";
import { lint, printed } from "./words/lint.ts";
import { branchesTable, textsOf, usualTable } from "./words/tables.ts";
import { usualWay } from "./words/ways.ts";
import { loadWording } from "./words/wording.ts";

const LOCALE = "en";
const has = (flag: string): boolean => process.argv.includes(flag);
const print = (text: string): void => void process.stdout.write(`${text}\n`);

try {
  const wording = loadWording(dataPath("wording", LOCALE));
  const { limits } = wording;
  const ways = await inBot(async (parts, now) => {
    const { runTurn, begun } = makeTurns(parts, now);
    return { usual: await usualWay(runTurn, begun), all: await branches(runTurn, begun) };
  });
  if (has("--texts")) print(textsOf(ways.usual));
  if (!has("--lint")) print(`${usualTable(ways.usual, limits)}\n${branchesTable(ways.all, limits)}`);
  const found = lint(entriesOf(dataPath(), LOCALE, limits.matched), ways, wording);
  for (const finding of found) print(printed(finding));
  if (found.length > 0) process.exitCode = 1;
} catch (error) {
  process.stderr.write(`${errorMessage(error)}\n`);
  process.exitCode = 1;
}

import { errorMessage } from "../src/runtime/process.ts";
import { inBot } from "./guide-check/bot.ts";
import { makeTurns } from "./guide-check/crawl.ts";
import { branches } from "./words/branches.ts";
import { branchesTable, usualTable } from "./words/tables.ts";
import { usualWay } from "./words/ways.ts";

try {
  await inBot(async (parts, now) => {
    const { runTurn, begun } = makeTurns(parts, now);
    const usual = await usualWay(runTurn, begun);
    if (process.argv.includes("--texts"))
      for (const { place, pressed, said } of usual)
        process.stdout.write(`[${pressed}] ${place}\n${said.map(({ text }) => text).join("\n--\n")}\n\n`);
    process.stdout.write(usualTable(usual));
    if (!process.argv.includes("--usual"))
      process.stdout.write(`\n${branchesTable(await branches(runTurn, begun))}`);
  });
} catch (error) {
  process.stderr.write(`${errorMessage(error)}\n`);
  process.exitCode = 1;
}

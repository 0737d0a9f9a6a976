import { errorMessage } from "../src/runtime/process.ts";
import { inBot } from "./guide-check/bot.ts";
import { crawl } from "./guide-check/crawl.ts";
import { findings, table } from "./guide-check/findings.ts";

try {
  const { text, complete } = await inBot(async (parts, now) =>
    table(findings(await crawl(parts, now), parts.guide.facts, parts.guide.tree)),
  );
  process.stdout.write(text);
  process.exit(complete ? 0 : 1);
} catch (error) {
  process.stderr.write(`${errorMessage(error)}\n`);
  process.exit(1);
}

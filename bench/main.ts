import { writeFileSync } from "node:fs";
import os from "node:os";
import { measureBefore } from "./figures/before.ts";
import { measureInterpretation } from "./figures/interpretation.ts";
import { measureAll, sizes } from "./measure-all.ts";
import { profileDesk } from "./profile.ts";
import { machine } from "./report.ts";

const profileSeconds = 6;
const say = (text: string): void => void process.stdout.write(`${text}\n`);

async function compare(size: keyof typeof sizes): Promise<void> {
  const [load] = os.loadavg();
  const found = await measureAll(sizes[size], say);
  const report = [
    "# How fast, on one machine",
    `${machine()}, PostgreSQL ${found.postgres}; load average ${load?.toFixed(2)} before the run. Made by \`npm run bench${size === "full" ? "" : ` -- ${size}`}\`, with the people who talk to the bots on the same machine.`,
    ...found.tables,
  ].join("\n\n");
  const file = size === "full" ? "bench/results.md" : `bench/results-${size}.md`;
  writeFileSync(file, `${report}\n`);
  say(`\n${report}\n\nwritten to ${file}`);
}

switch (process.argv[2] ?? "full") {
  case "full":
    await compare("full");
    break;
  case "quick":
    await compare("quick");
    break;
  case "before":
    say(await measureBefore(process.argv[3] ?? "", say));
    break;
  case "profile":
    say(await profileDesk("embedded", profileSeconds));
    break;
  case "profile-postgres":
    say(await profileDesk("postgres", profileSeconds));
    break;
  case "interpretation":
    say(await measureInterpretation());
    break;
  default:
    process.stderr.write(
      `npm run bench takes nothing, "quick", "interpretation", "before <folder>", "profile" or "profile-postgres", not "${process.argv[2]}"\n`,
    );
    process.exitCode = 2;
}

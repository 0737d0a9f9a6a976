import { errorMessage } from "../runtime/process.ts";
import { version } from "../runtime/version.ts";
import { callOrOpen } from "./commands/call-or-open.ts";

const COMMANDS = [
  "tickets",
  "outcomes",
  "outbox",
  "parked",
  "unanswered",
  "sign-in-link",
  "keys",
  "rotate-key",
  "export",
  "erase",
  "hold",
  "release",
  "retention",
  "version",
];

const [command = "", ...args] = process.argv.slice(2);

if (!COMMANDS.includes(command)) {
  process.stderr.write(
    `npm run -s desk -- ${command || "<command>"}: the commands are ${COMMANDS.join(", ")}\n`,
  );
  process.exit(2);
}
if (command === "version") {
  process.stdout.write(`${JSON.stringify({ version })}\n`);
  process.exit(0);
}
try {
  for await (const value of callOrOpen(command, args)) process.stdout.write(`${JSON.stringify(value)}\n`);
  process.exit(0);
} catch (error) {
  process.stderr.write(`${errorMessage(error)}\n`);
  process.exit(1);
}

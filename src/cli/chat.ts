import { createInterface } from "node:readline";
import { errorMessage } from "../runtime/process.ts";
import { callOrOpen } from "./commands/call-or-open.ts";

const USAGE = "usage: npm run chat -- [--verbose] [conversation]";

/** Yields the lines of standard input. Reading starts with the first request, so that none is lost. */
async function* readLines(): AsyncGenerator<string> {
  yield* createInterface({ input: process.stdin });
}

/** Parses the arguments. Prints the usage and exits for unknown ones. */
function parseArguments(args: readonly string[]): { conversationId: string | null; verbose: boolean } {
  const words = args.filter((word) => word !== "--verbose");
  const [conversationId = null, ...more] = words;
  if (more.length > 0 || conversationId?.startsWith("-")) {
    process.stderr.write(`${USAGE}\n`);
    process.exit(2);
  }
  return { conversationId, verbose: words.length < args.length };
}

try {
  const { conversationId, verbose } = parseArguments(process.argv.slice(2));
  for await (const text of callOrOpen("chat", { conversationId, verbose }, readLines()))
    process.stdout.write(`${String(text)}\n`);
  process.exit(0);
} catch (error) {
  process.stderr.write(`${errorMessage(error)}\n`);
  process.exit(1);
}

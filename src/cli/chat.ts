import { createInterface } from "node:readline";
import { callOrOpen } from "../desk-commands/call-or-open.ts";
import { refusalOf } from "../refusal-of.ts";

const [conversationId = null] = process.argv.slice(2);

/** The lines of standard input; reading begins when the first is wanted, so none is lost. */
async function* typed(): AsyncGenerator<string> {
  yield* createInterface({ input: process.stdin });
}

try {
  for await (const text of callOrOpen("chat", { conversationId }, typed()))
    process.stdout.write(`${String(text)}\n`);
  process.exit(0);
} catch (error) {
  process.stderr.write(`${refusalOf(error)}\n`);
  process.exit(1);
}

import { serveSocket } from "../../../src/cli/control-socket/server.ts";

/* A process that has a folder until it is ended: node program.mjs FOLDER. Says so, or why it has not. */
const [folder = ""] = process.argv.slice(2);
try {
  await serveSocket(folder, {});
  process.stdout.write("has it\n");
} catch (error) {
  process.stdout.write(`${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
}

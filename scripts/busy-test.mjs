// Runs the tests three times beside two processes that are never idle, and prints what each run took and what failed:
// `npm run test:busy`, or `npm run test:busy -- test/web --runs 1`.
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { parseArgs } from "node:util";

const project = path.join(import.meta.dirname, "..");
const { values, positionals } = parseArgs({
  options: { runs: { type: "string", default: "3" }, loops: { type: "string", default: "2" } },
  allowPositionals: true,
});
/** Ends by itself when this process has gone. */
const loop =
  "let on = true; process.once('disconnect', () => (on = false)); (function go() { const end = Date.now() + 50; while (Date.now() < end); if (on) setImmediate(go); })();";
const loops = Array.from({ length: Number(values.loops) }, () =>
  spawn(process.execPath, ["-e", loop], { stdio: ["ignore", "ignore", "inherit", "ipc"] }),
);

const lines = [];
for (let run = 1; run <= Number(values.runs); run += 1) {
  const began = Date.now();
  const vitest = spawn(
    process.execPath,
    ["node_modules/vitest/vitest.mjs", "run", "--reporter", "dot", ...positionals],
    { cwd: project, stdio: ["ignore", "pipe", "pipe"] },
  );
  let output = "";
  for (const [from, to] of [
    [vitest.stdout, process.stdout],
    [vitest.stderr, process.stderr],
  ])
    from.on("data", (part) => {
      output += part;
      to.write(part);
    });
  const [code] = await once(vitest, "close");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours
  const plain = output.replace(/\u001b\[\d*m/g, "");
  const failed = new Set(plain.split("\n").filter((line) => line.startsWith(" FAIL ")));
  const minutes = ((Date.now() - began) / 60_000).toFixed(1);
  lines.push(`run ${run}: ${minutes} minutes, ended with ${code}, ${failed.size} failed`, ...failed);
  if (code !== 0) process.exitCode = 1;
}
for (const child of loops) child.kill();
process.stdout.write(`\n${lines.join("\n")}\n`);

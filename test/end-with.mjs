// Ends processes once the one that started this has gone: reads `+pid` and `-pid`, a line each, until its input ends.
import { readdirSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";

/** Which process started which, where the system tells that in /proc. */
function parents() {
  const found = new Map();
  try {
    for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, "utf8");
        found.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
      } catch {
        // has ended meanwhile
      }
    }
  } catch {
    // no /proc here: the processes themselves are ended, not what they started
  }
  return found;
}

const running = new Set();
for await (const line of createInterface({ input: process.stdin })) {
  if (line.startsWith("+")) running.add(Number(line.slice(1)));
  else running.delete(Number(line.slice(1)));
}
const all = new Set(running);
const started = parents();
for (const pid of all) for (const [child, parent] of started) if (parent === pid) all.add(child);
for (const pid of all) {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // has ended meanwhile
  }
}

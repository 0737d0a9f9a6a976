// Ends processes once the one that started this has gone. Reads `+pid` when a leader of a group was started and `-pid`
// when it has ended, a line each; what a leader leaves behind in its group is still ended. `=folder` is removed then.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { createInterface } from "node:readline";

const LOOK_MS = 1_000;
const leaders = new Set();
const ended = new Set();
const folders = new Set();

/** Whether a signal reached anything. A negative id is a group. */
function signal(id, name) {
  try {
    return process.kill(id, name);
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** The running processes as [process, parent], where the system tells that in /proc. */
function processes() {
  const found = [];
  try {
    for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, "utf8");
        found.push([Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1])]);
      } catch {
        // has ended meanwhile
      }
    }
  } catch {
    // no /proc here: the groups are ended, not what left them
  }
  return found;
}

/** The disks that are mounted in a folder, where the system tells that in /proc. */
function mountedIn(folder) {
  try {
    const places = readFileSync("/proc/self/mounts", "utf8").split("\n");
    return places.map((line) => line.split(" ")[1] ?? "").filter((place) => place.startsWith(`${folder}/`));
  } catch {
    return [];
  }
}

setInterval(() => {
  for (const leader of ended) if (!signal(-leader, 0)) ended.delete(leader);
}, LOOK_MS).unref();

for await (const line of createInterface({ input: process.stdin })) {
  const leader = Number(line.slice(1));
  if (line.startsWith("=")) folders.add(line.slice(1));
  else if (line.startsWith("+")) leaders.add(leader);
  else if (leaders.delete(leader)) ended.add(leader);
}
const all = new Set(leaders);
const running = processes();
for (const pid of all) for (const [child, parent] of running) if (parent === pid) all.add(child);
for (const leader of [...leaders, ...ended]) signal(-leader, "SIGKILL");
for (const pid of all) signal(pid, "SIGKILL");
for (const folder of folders) {
  for (const place of mountedIn(folder)) spawnSync("umount", [place]);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

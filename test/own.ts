import { type ChildProcess, spawn as spawnUnowned } from "node:child_process";
import path from "node:path";
import type { Writable } from "node:stream";
import { projectFolder } from "../src/project-folder.ts";

let line: Writable | undefined;

/** Opens the line to the process that outlives this one, which no signal of a terminal reaches. */
function open(): Writable {
  const keeper = spawnUnowned(process.execPath, [path.join(projectFolder, "test/end-with.mjs")], {
    stdio: ["pipe", "ignore", "inherit"],
    detached: true,
  });
  keeper.unref();
  const { stdin } = keeper;
  if ("unref" in stdin && typeof stdin.unref === "function") stdin.unref();
  return stdin;
}

/** Sees to it that a process, with all that it started, does not outlive this one, however this one ends. */
export function own<C extends ChildProcess>(child: C): C {
  const { pid } = child;
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return child;
  line ??= open();
  line.write(`+${pid}\n`);
  child.once("exit", () => line?.write(`-${pid}\n`));
  return child;
}

/** Starts a process as node's `spawn` does; it ends with this one at the latest. */
export const spawn: typeof spawnUnowned = (...given: unknown[]) =>
  own(Reflect.apply(spawnUnowned, undefined, given));

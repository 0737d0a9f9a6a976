import { type ChildProcess, type SpawnOptions, spawn as spawnUnowned } from "node:child_process";
import path from "node:path";
import type { Writable } from "node:stream";
import { projectFolder } from "../../src/runtime/paths.ts";

let opened: Writable | undefined;
const line = (): Writable => {
  opened ??= open();
  return opened;
};

/** Opens the line to a process that outlives this one, which no signal of a terminal reaches. */
function open(): Writable {
  const documentWriter = spawnUnowned(process.execPath, [path.join(projectFolder, "test/own/end-with.mjs")], {
    stdio: ["pipe", "ignore", "inherit"],
    detached: true,
  });
  documentWriter.unref();
  const { stdin } = documentWriter;
  if ("unref" in stdin && typeof stdin.unref === "function") stdin.unref();
  return stdin;
}

/**
 * Starts a process as node's `spawn` does. It leads a group of its own; what is left of the group, and whatever else it
 * started, ends with this process at the latest, however this one ends.
 */
export const spawn = ((command: string, args: readonly string[], options: SpawnOptions): ChildProcess => {
  const child = spawnUnowned(command, args, { ...options, detached: true });
  const { pid } = child;
  if (pid === undefined) return child;
  line().write(`+${pid}\n`);
  child.once("exit", () => line().write(`-${pid}\n`));
  return child;
}) as typeof spawnUnowned;

/** Removes a folder once this process has ended, after what it has started. */
export function removeAfterwards(folder: string): void {
  line().write(`=${folder}\n`);
}
